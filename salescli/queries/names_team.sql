-- One row: a team whose code or name is exactly :text. (Looked up by what was recorded or put right, for there are the indexes.)
SELECT id, code, name
FROM team_in_force
WHERE id IN (
  SELECT said.id FROM team AS said WHERE said.name = :text
  UNION
  SELECT said.id FROM team AS said WHERE said.code = :text
  UNION
  SELECT fact_id FROM correction_in_force WHERE value = :text
) AND (code = :text OR name = :text)
ORDER BY id
