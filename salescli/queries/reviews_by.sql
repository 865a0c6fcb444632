-- One row: a quality review of the fact :subject_id that :reviewer entered.
SELECT review.id, review.happened_on
FROM quality_review_in_force AS review
JOIN fact ON fact.id = review.id
WHERE review.subject_id = :subject_id AND fact.recorded_by = :reviewer
ORDER BY review.id
