-- One row: a contract that can have a part in the collection rate of [:start, :end), because it was signed in it, something of it
-- falls due or moved in it, or it was not settled before it: the sums before either day of its plan as known on :on (less write-offs from their
-- day; what the plan leaves falls due with its last part, or when signed) and of its receipts less refunds.
WITH concerned AS (
  SELECT contract.id, contract.opportunity_id, contract.happened_on, contract.amount
  FROM contract_in_force AS contract
  WHERE contract.happened_on < :end AND (
    contract.happened_on >= :start
    OR contract.amount > (
      SELECT coalesce(sum(CASE receipt.kind WHEN 'refund' THEN -receipt.amount ELSE receipt.amount END), 0)
      FROM receipt_in_force AS receipt
      WHERE receipt.contract_id = contract.id AND receipt.happened_on < :start
    )
    OR EXISTS (
      SELECT 1 FROM receipt_in_force AS receipt
      WHERE receipt.contract_id = contract.id AND receipt.happened_on >= :start AND receipt.happened_on < :end
    )
    OR EXISTS (
      SELECT 1 FROM instalment_in_force AS instalment
      WHERE instalment.contract_id = contract.id AND instalment.due_on >= :start AND instalment.due_on < :end
        AND instalment.happened_on <= :on
    )
  )
), plan AS (
  SELECT contract_id, CAST(sum(amount) AS BIGINT) AS planned, max(due_on) AS last_due,
    CAST(coalesce(sum(amount) FILTER (WHERE due_on < :start), 0) AS BIGINT) AS due_start,
    CAST(coalesce(sum(amount) FILTER (WHERE due_on < :end), 0) AS BIGINT) AS due_end
  FROM instalment_in_force
  WHERE contract_id IN (SELECT id FROM concerned) AND happened_on <= :on
  GROUP BY contract_id
), money AS (
  SELECT contract_id,
    CAST(coalesce(sum(CASE kind WHEN 'payment' THEN amount WHEN 'refund' THEN -amount ELSE 0 END) FILTER (WHERE happened_on < :start), 0) AS BIGINT) AS paid_start,
    CAST(coalesce(sum(CASE kind WHEN 'payment' THEN amount WHEN 'refund' THEN -amount ELSE 0 END) FILTER (WHERE happened_on < :end), 0) AS BIGINT) AS paid_end,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'write_off' AND happened_on < :start), 0) AS BIGINT) AS lost_start,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'write_off' AND happened_on < :end), 0) AS BIGINT) AS lost_end
  FROM receipt_in_force
  WHERE contract_id IN (SELECT id FROM concerned)
  GROUP BY contract_id
)
SELECT concerned.opportunity_id, concerned.id AS fact, concerned.happened_on,
  coalesce(plan.due_start, 0)
    + CASE WHEN coalesce(plan.last_due, concerned.happened_on) < :start THEN concerned.amount - coalesce(plan.planned, 0) ELSE 0 END
    - coalesce(money.lost_start, 0) AS due_start,
  coalesce(plan.due_end, 0)
    + CASE WHEN coalesce(plan.last_due, concerned.happened_on) < :end THEN concerned.amount - coalesce(plan.planned, 0) ELSE 0 END
    - coalesce(money.lost_end, 0) AS due_end,
  coalesce(money.paid_start, 0) AS paid_start,
  coalesce(money.paid_end, 0) AS paid_end
FROM concerned
LEFT JOIN plan ON plan.contract_id = concerned.id
LEFT JOIN money ON money.contract_id = concerned.id
ORDER BY concerned.happened_on, concerned.id
