-- One row: a payment (+) or refund (-) of [:start, :end), with what its contract had collected before it.
WITH touched AS (
  SELECT DISTINCT contract_id
  FROM receipt_in_force
  WHERE happened_on >= :start AND happened_on < :end AND kind <> 'write_off'
), running AS (
  SELECT receipt.id, receipt.contract_id, receipt.happened_on, fact.recorded_at,
    CASE receipt.kind WHEN 'refund' THEN -receipt.amount ELSE receipt.amount END AS amount,
    CAST(sum(CASE receipt.kind WHEN 'refund' THEN -receipt.amount ELSE receipt.amount END) OVER (
      PARTITION BY receipt.contract_id ORDER BY receipt.happened_on, fact.recorded_at, receipt.id
      ROWS UNBOUNDED PRECEDING
    ) AS BIGINT) AS so_far
  FROM receipt_in_force AS receipt
  JOIN fact ON fact.id = receipt.id
  WHERE receipt.contract_id IN (SELECT contract_id FROM touched) AND receipt.kind <> 'write_off'
)
SELECT NULL AS rep_id, contract.opportunity_id, running.id AS fact, running.happened_on,
  contract.happened_on AS credit_on, running.amount AS numerator, 1 AS denominator,
  running.so_far - running.amount AS before
FROM running
JOIN contract_in_force AS contract ON contract.id = running.contract_id
WHERE running.happened_on >= :start AND running.happened_on < :end AND :product_id IS NULL
ORDER BY running.happened_on, running.recorded_at, running.id
