-- One row: a rep whose code or name is exactly :text. (Looked up by what was recorded or put right, for there are the indexes.)
SELECT id, code, name
FROM rep_in_force
WHERE id IN (
  SELECT said.id FROM rep AS said WHERE said.name = :text
  UNION
  SELECT said.id FROM rep AS said WHERE said.code = :text
  UNION
  SELECT fact_id FROM correction_in_force WHERE value = :text
) AND (code = :text OR name = :text)
ORDER BY id
