-- One row: a receipt or refund of contract :contract_id, in the order of happening.
SELECT receipt.happened_on, receipt.kind, receipt.amount
FROM receipt_in_force AS receipt
JOIN fact ON fact.id = receipt.id
WHERE receipt.contract_id = :contract_id AND receipt.kind IN ('payment', 'refund')
ORDER BY receipt.happened_on, fact.recorded_at, receipt.id
