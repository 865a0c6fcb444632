-- One row: a write-off of [:start, :end), with what its contract had written off before it.
SELECT NULL AS rep_id, contract.opportunity_id, receipt.id AS fact, receipt.happened_on,
  contract.happened_on AS credit_on, receipt.amount AS numerator, 1 AS denominator,
  CAST(coalesce((
    SELECT sum(earlier.amount)
    FROM receipt_in_force AS earlier
    JOIN fact AS earlier_fact ON earlier_fact.id = earlier.id
    WHERE earlier.contract_id = receipt.contract_id AND earlier.kind = 'write_off'
      AND (earlier.happened_on, earlier_fact.recorded_at, earlier.id) < (receipt.happened_on, fact.recorded_at, receipt.id)
  ), 0) AS BIGINT) AS before
FROM receipt_in_force AS receipt
JOIN fact ON fact.id = receipt.id
JOIN contract_in_force AS contract ON contract.id = receipt.contract_id
WHERE receipt.happened_on >= :start AND receipt.happened_on < :end AND receipt.kind = 'write_off' AND :product_id IS NULL
ORDER BY receipt.happened_on, fact.recorded_at, receipt.id
