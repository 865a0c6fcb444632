-- One row: an opportunity whose code or name is exactly :text.
SELECT id, coalesce(code, '') AS code, name
FROM opportunity_in_force
WHERE code = :text OR name = :text
ORDER BY id
