-- One row: an opportunity whose code or name is exactly :text. (Looked up by what was recorded or put right, for there are the indexes.)
SELECT id, coalesce(code, '') AS code, name
FROM opportunity_in_force
WHERE id IN (
  SELECT said.id FROM opportunity AS said WHERE said.name = :text
  UNION
  SELECT said.id FROM opportunity AS said WHERE said.code = :text
  UNION
  SELECT fact_id FROM correction_in_force WHERE value = :text
) AND (code = :text OR name = :text)
ORDER BY id
