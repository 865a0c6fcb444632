-- One row: the customer with the id :id.
SELECT id, '' AS code, name
FROM customer_in_force
WHERE id = :id
