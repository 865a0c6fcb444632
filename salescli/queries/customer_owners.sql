-- One row: a change of a customer's owner before :end, in the order of its history.
SELECT owner.customer_id, owner.happened_on, owner.rep_id
FROM customer_owner_in_force AS owner
JOIN fact ON fact.id = owner.id
WHERE owner.happened_on < :end
ORDER BY owner.customer_id, owner.happened_on, fact.recorded_at, owner.id
