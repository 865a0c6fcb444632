-- One row: an assessment of [:start, :end), in the order they were given.
SELECT assessment.rep_id, assessment.id AS fact, assessment.happened_on, assessment.method, assessment.purpose,
  assessment.score, assessment.out_of, assessment.rater
FROM assessment_in_force AS assessment
JOIN fact ON fact.id = assessment.id
WHERE assessment.happened_on >= :start AND assessment.happened_on < :end
ORDER BY assessment.rep_id, assessment.happened_on, fact.recorded_at, assessment.id
