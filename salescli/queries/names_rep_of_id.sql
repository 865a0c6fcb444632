-- One row: the rep with the id :id.
SELECT id, code, name
FROM rep_in_force
WHERE id = :id
