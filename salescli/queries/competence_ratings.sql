-- One row: a rating of proficiency or mastery before :end, by somebody else, in the order of the ratings.
SELECT assessment.rep_id, assessment.id AS fact, assessment.happened_on, assessment.method, assessment.score, assessment.out_of
FROM assessment_in_force AS assessment
JOIN fact ON fact.id = assessment.id
WHERE assessment.method IN ('proficiency', 'mastery') AND assessment.happened_on < :end
  AND (assessment.rater IS NULL OR assessment.rater <> 'self')
ORDER BY assessment.rep_id, assessment.happened_on, fact.recorded_at, assessment.id
