-- One row: the contact with the id :id.
SELECT id, '' AS code, name
FROM contact_in_force
WHERE id = :id
