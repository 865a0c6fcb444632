-- One row: a contract with something due or collected before :end and not settled before :start: the sums before either day
-- of its plan (less write-offs from their day; what the plan leaves falls due with its last part, or when signed) and of its receipts less refunds.
WITH plan AS (
  SELECT contract_id, CAST(sum(amount) AS BIGINT) AS planned, max(due_on) AS last_due,
    CAST(coalesce(sum(amount) FILTER (WHERE due_on < :start), 0) AS BIGINT) AS due_start,
    CAST(coalesce(sum(amount) FILTER (WHERE due_on < :end), 0) AS BIGINT) AS due_end
  FROM instalment_in_force
  GROUP BY contract_id
), money AS (
  SELECT contract_id,
    CAST(coalesce(sum(CASE kind WHEN 'payment' THEN amount WHEN 'refund' THEN -amount ELSE 0 END) FILTER (WHERE happened_on < :start), 0) AS BIGINT) AS paid_start,
    CAST(coalesce(sum(CASE kind WHEN 'payment' THEN amount WHEN 'refund' THEN -amount ELSE 0 END) FILTER (WHERE happened_on < :end), 0) AS BIGINT) AS paid_end,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'write_off' AND happened_on < :start), 0) AS BIGINT) AS lost_start,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'write_off' AND happened_on < :end), 0) AS BIGINT) AS lost_end
  FROM receipt_in_force
  GROUP BY contract_id
)
SELECT contract.opportunity_id, contract.id AS fact, contract.happened_on,
  coalesce(plan.due_start, 0)
    + CASE WHEN coalesce(plan.last_due, contract.happened_on) < :start THEN contract.amount - coalesce(plan.planned, 0) ELSE 0 END
    - coalesce(money.lost_start, 0) AS due_start,
  coalesce(plan.due_end, 0)
    + CASE WHEN coalesce(plan.last_due, contract.happened_on) < :end THEN contract.amount - coalesce(plan.planned, 0) ELSE 0 END
    - coalesce(money.lost_end, 0) AS due_end,
  coalesce(money.paid_start, 0) AS paid_start,
  coalesce(money.paid_end, 0) AS paid_end
FROM contract_in_force AS contract
LEFT JOIN plan ON plan.contract_id = contract.id
LEFT JOIN money ON money.contract_id = contract.id
WHERE contract.happened_on < :end
ORDER BY contract.happened_on, contract.id
