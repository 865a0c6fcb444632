-- One row: the opportunity with the id :id.
SELECT id, coalesce(code, '') AS code, name
FROM opportunity_in_force
WHERE id = :id
