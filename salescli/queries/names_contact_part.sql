-- One row: a contact whose name holds :text, in capitals or not ('' is in all).
SELECT id, '' AS code, name
FROM contact_in_force
WHERE :text = '' OR replace(lower(name), lower(:text), '') <> lower(name)
ORDER BY id
