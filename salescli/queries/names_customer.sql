-- One row: a customer whose code or name is exactly :text.
SELECT id, '' AS code, name AS name
FROM customer_in_force
WHERE name = :text
ORDER BY id
