-- One row: a customer whose name is exactly :text.
SELECT id, '' AS code, name
FROM customer_in_force
WHERE name = :text
ORDER BY id
