-- One row: a contact whose code or name holds :text ('' is in all).
SELECT id, '' AS code, name AS name
FROM contact_in_force
WHERE instr(lower(name), lower(:text)) > 0
ORDER BY id
