-- One row: a contract signed by :day, of opportunity :opportunity_id, or of any where that is null, with the opportunity's owner,
-- and by that day what fell due (what the plan leaves falls due with its last part, or when signed) and all money against it.
WITH plan AS (
  SELECT contract_id, CAST(sum(amount) AS BIGINT) AS planned, max(due_on) AS last_due,
    CAST(coalesce(sum(amount) FILTER (WHERE due_on <= :day), 0) AS BIGINT) AS due
  FROM instalment_in_force
  WHERE happened_on <= :day
  GROUP BY contract_id
), money AS (
  SELECT contract_id,
    CAST(coalesce(sum(CASE kind WHEN 'payment' THEN amount WHEN 'refund' THEN -amount ELSE 0 END), 0) AS BIGINT) AS collected,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'write_off'), 0) AS BIGINT) AS written_off
  FROM receipt_in_force
  WHERE happened_on <= :day
  GROUP BY contract_id
)
SELECT contract.id, contract.code, contract.opportunity_id, opportunity.name AS opportunity, opportunity.customer_id,
  customer.name AS customer, owner.code AS rep, owner.name, contract.happened_on AS signed_on, contract.amount,
  coalesce(plan.due, 0)
    + CASE WHEN coalesce(plan.last_due, contract.happened_on) <= :day THEN contract.amount - coalesce(plan.planned, 0) ELSE 0 END
    AS due,
  coalesce(money.collected, 0) AS collected, coalesce(money.written_off, 0) AS written_off
FROM contract_in_force AS contract
JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
LEFT JOIN plan ON plan.contract_id = contract.id
LEFT JOIN money ON money.contract_id = contract.id
LEFT JOIN rep_in_force AS owner ON owner.id = (
  SELECT held.rep_id
  FROM opportunity_owner_in_force AS held
  JOIN fact ON fact.id = held.id
  WHERE held.opportunity_id = contract.opportunity_id AND held.happened_on <= :day
  ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
  LIMIT 1
)
WHERE contract.happened_on <= :day AND (:opportunity_id IS NULL OR contract.opportunity_id = :opportunity_id)
ORDER BY contract.happened_on, contract.id
