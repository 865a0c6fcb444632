-- One row: an assessment in force: what was given, out of how much, and who rated (null: not said).
SELECT assessment.id, assessment.score, assessment.out_of, assessment.rater
FROM assessment_in_force AS assessment
ORDER BY assessment.id
