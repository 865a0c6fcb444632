-- One row: a payment of the request :request_id with who entered it, the first one first.
SELECT settlement.id, settlement.happened_on, settlement.amount, fact.recorded_by AS who
FROM settlement_in_force AS settlement
JOIN fact ON fact.id = settlement.id
WHERE settlement.request_id = :request_id
ORDER BY settlement.happened_on, fact.recorded_at, settlement.id
