-- One row: a customer whose name holds :text, in capitals or not ('' is in all).
SELECT id, '' AS code, name
FROM customer_in_force
WHERE :text = '' OR replace(lower(name), lower(:text), '') <> lower(name)
ORDER BY id
