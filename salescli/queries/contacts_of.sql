-- One row: a contact of customer :customer_id.
SELECT id, '' AS code, name
FROM contact_in_force
WHERE customer_id = :customer_id
ORDER BY id
