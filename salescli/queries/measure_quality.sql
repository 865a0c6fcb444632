-- One row: a review, made up to :on, of a follow-up of [:start, :end): its three marks (1-5) of the fifteen possible.
SELECT follow_up.rep_id, follow_up.opportunity_id, review.id AS fact, follow_up.happened_on,
  follow_up.happened_on AS credit_on,
  review.effectiveness + review.professionalism + review.problem_solving AS numerator, 15 AS denominator, 0 AS before
FROM follow_up_in_force AS follow_up
JOIN quality_review_in_force AS review ON review.subject_id = follow_up.id
WHERE follow_up.rep_id IN (SELECT id FROM rep) AND follow_up.happened_on >= :start AND follow_up.happened_on < :end
  AND review.happened_on <= :on AND :product_id IS NULL
ORDER BY follow_up.happened_on, review.id
