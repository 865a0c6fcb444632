-- One row: a contact whose code or name is exactly :text.
SELECT id, '' AS code, name AS name
FROM contact_in_force
WHERE name = :text
ORDER BY id
