-- One row: an instalment due on or before :until that money has not met by :day, oldest first within its contract; what the
-- instalments leave of the contract falls due with the last of them, or, without any, when signed. Payments less refunds
-- and write-offs settle the oldest first. The rep is the opportunity's owner on :day.
WITH plan AS (
  SELECT contract_id, CAST(sum(amount) AS BIGINT) AS planned, max(due_on) AS last_due
  FROM instalment_in_force
  WHERE happened_on <= :day
  GROUP BY contract_id
), part AS (
  SELECT instalment.contract_id, instalment.id, instalment.due_on, instalment.amount
  FROM instalment_in_force AS instalment
  WHERE instalment.happened_on <= :day
  UNION ALL
  SELECT contract.id, contract.id, coalesce(plan.last_due, contract.happened_on), contract.amount - coalesce(plan.planned, 0)
  FROM contract_in_force AS contract
  LEFT JOIN plan ON plan.contract_id = contract.id
  WHERE contract.amount > coalesce(plan.planned, 0)
), money AS (
  SELECT contract_id, CAST(sum(CASE kind WHEN 'refund' THEN -amount ELSE amount END) AS BIGINT) AS met
  FROM receipt_in_force
  WHERE happened_on <= :day
  GROUP BY contract_id
), running AS (
  SELECT part.contract_id, part.id, part.due_on, part.amount,
    CAST(sum(part.amount) OVER (
      PARTITION BY part.contract_id ORDER BY part.due_on, part.id ROWS UNBOUNDED PRECEDING
    ) AS BIGINT) - coalesce(money.met, 0) AS unmet
  FROM part
  LEFT JOIN money ON money.contract_id = part.contract_id
)
SELECT running.id AS instalment_id, coalesce(contract.code, opportunity.name) AS contract, running.due_on,
  CASE WHEN running.unmet < running.amount THEN running.unmet ELSE running.amount END AS outstanding,
  opportunity.id AS opportunity_id, opportunity.name AS opportunity, opportunity.customer_id, customer.name AS customer,
  (
    SELECT owner.rep_id
    FROM opportunity_owner_in_force AS owner
    JOIN fact ON fact.id = owner.id
    WHERE owner.opportunity_id = contract.opportunity_id AND owner.happened_on <= :day
    ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
    LIMIT 1
  ) AS rep_id
FROM running
JOIN contract_in_force AS contract ON contract.id = running.contract_id
JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
WHERE running.unmet > 0 AND running.due_on <= :until AND contract.happened_on <= :day
ORDER BY running.due_on, running.id
