-- One row: a contact whose name is exactly :text.
SELECT id, '' AS code, name
FROM contact_in_force
WHERE name = :text
ORDER BY id
