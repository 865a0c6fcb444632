-- One row: a rep whose code or name is exactly :text.
SELECT id, code, name
FROM rep_in_force
WHERE code = :text OR name = :text
ORDER BY id
