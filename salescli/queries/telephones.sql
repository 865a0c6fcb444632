-- One row: a customer, or a contact of one, with its telephone as it was entered (several numbers may stand in it).
SELECT customer.id AS customer_id, customer.name AS customer, NULL AS contact_id, customer.phone
FROM customer_in_force AS customer
WHERE customer.phone <> ''
UNION ALL
SELECT customer.id AS customer_id, customer.name AS customer, contact.id AS contact_id, contact.phone
FROM contact_in_force AS contact
JOIN customer_in_force AS customer ON customer.id = contact.customer_id
WHERE contact.phone <> ''
ORDER BY customer_id, contact_id NULLS FIRST
