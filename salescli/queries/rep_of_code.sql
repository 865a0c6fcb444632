-- One row: the rep whose code is :code. (Looked up by what was recorded or put right, for there are the indexes.)
SELECT id, code, name
FROM rep_in_force
WHERE id IN (
  SELECT said.id FROM rep AS said WHERE said.code = :code
  UNION
  SELECT fact_id FROM correction_in_force WHERE value = :code
) AND code = :code
