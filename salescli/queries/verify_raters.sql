-- One row: an assessment in force that a rep entered, under the code that he has or was recorded with, and who that is.
WITH known AS (
  SELECT code, min(id) AS id FROM rep_in_force GROUP BY code
), recorded AS (
  SELECT said.code, min(said.id) AS id FROM rep AS said WHERE said.id IN (SELECT id FROM rep_in_force) GROUP BY said.code
)
SELECT assessment.id, assessment.happened_on, assessment.rep_id, assessment.rater, coalesce(known.id, recorded.id) AS by_id
FROM assessment_in_force AS assessment
JOIN fact ON fact.id = assessment.id
LEFT JOIN known ON known.code = fact.recorded_by
LEFT JOIN recorded ON recorded.code = fact.recorded_by
WHERE coalesce(known.id, recorded.id) IS NOT NULL
ORDER BY assessment.id
