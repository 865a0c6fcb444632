-- One row: a payment or refund of [:since, :end), or an earlier one of a contract that has one in [:whole_from, :end) (:end: of
-- none); before: what its contract had collected, refunds off, before it.
WITH moving AS (
  SELECT receipt.id, receipt.contract_id, receipt.happened_on, receipt.kind, receipt.amount, fact.recorded_at
  FROM receipt_in_force AS receipt
  JOIN fact ON fact.id = receipt.id
  WHERE receipt.kind <> 'write_off' AND receipt.happened_on < :end AND receipt.contract_id IN (
    SELECT near.contract_id
    FROM receipt_in_force AS near
    WHERE near.happened_on >= :since AND near.happened_on < :end
  )
), running AS (
  SELECT moving.id, moving.contract_id, moving.happened_on, moving.kind, moving.amount, moving.recorded_at,
    CAST(sum(CASE moving.kind WHEN 'refund' THEN -moving.amount ELSE moving.amount END) OVER (
      PARTITION BY moving.contract_id ORDER BY moving.happened_on, moving.recorded_at, moving.id
      ROWS UNBOUNDED PRECEDING
    ) AS BIGINT) - CASE moving.kind WHEN 'refund' THEN -moving.amount ELSE moving.amount END AS before
  FROM moving
)
SELECT running.id, running.kind, running.happened_on, running.recorded_at, running.contract_id,
  coalesce(contract.code, opportunity.name) AS contract, contract.happened_on AS signed_on,
  contract.opportunity_id, opportunity.rate AS preset, running.amount, running.before
FROM running
JOIN contract_in_force AS contract ON contract.id = running.contract_id
JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE running.happened_on >= :since OR running.contract_id IN (
  SELECT near.contract_id
  FROM receipt_in_force AS near
  WHERE near.happened_on >= :whole_from AND near.happened_on < :end AND near.kind <> 'write_off'
)
ORDER BY running.happened_on, running.recorded_at, running.id
