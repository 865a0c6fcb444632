-- One row: an assessment of [:start, :end), of rep or candidate :rep_id, by method :method and for :purpose, of any where these
-- are null, in the order they were given; by: who entered it.
SELECT assessment.id, assessment.happened_on, rep.code AS rep, rep.name, assessment.method, assessment.purpose,
  assessment.score, assessment.out_of, assessment.rater, fact.recorded_by AS entered_by,
  coalesce(
    (SELECT min(other.name) FROM rep_in_force AS other WHERE other.id IN (
      SELECT said.id FROM rep AS said WHERE said.code = fact.recorded_by
      UNION
      SELECT fact_id FROM correction_in_force WHERE value = fact.recorded_by
    ) AND other.code = fact.recorded_by), fact.recorded_by
  ) AS entered_by_name
FROM assessment_in_force AS assessment
JOIN fact ON fact.id = assessment.id
JOIN rep_in_force AS rep ON rep.id = assessment.rep_id
WHERE assessment.happened_on >= :start AND assessment.happened_on < :end
  AND (:rep_id IS NULL OR assessment.rep_id = :rep_id) AND (:method IS NULL OR assessment.method = :method)
  AND (:purpose IS NULL OR assessment.purpose = :purpose)
ORDER BY rep.code, assessment.happened_on, fact.recorded_at, assessment.id
