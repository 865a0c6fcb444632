-- One row: the customer of opportunity :opportunity_id (none where it has none yet).
SELECT customer.id, '' AS code, customer.name
FROM opportunity_in_force AS opportunity
JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
WHERE opportunity.id = :opportunity_id
