-- One row: a team whose code or name is exactly :text.
SELECT id, code, name
FROM team_in_force
WHERE code = :text OR name = :text
ORDER BY id
