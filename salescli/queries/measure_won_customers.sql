-- One row: the first contract ever of a customer, signed in [:start, :end).
WITH signed AS (
  SELECT contract.id, contract.opportunity_id, contract.happened_on, fact.recorded_at, opportunity.customer_id
  FROM contract_in_force AS contract
  JOIN fact ON fact.id = contract.id
  JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
  WHERE contract.id IN (
    SELECT said.id FROM contract AS said WHERE said.happened_on >= :start AND said.happened_on < :end
    UNION
    SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
  ) AND contract.happened_on >= :start AND contract.happened_on < :end
)
SELECT NULL AS rep_id, signed.opportunity_id, signed.id AS fact, signed.happened_on,
  signed.happened_on AS credit_on, 1 AS numerator, 1 AS denominator, 0 AS before
FROM signed
WHERE :product_id IS NULL AND signed.customer_id IS NOT NULL AND NOT EXISTS (
  SELECT 1
  FROM opportunity_in_force AS opportunity
  JOIN contract_in_force AS earlier ON earlier.opportunity_id = opportunity.id
  JOIN fact AS earlier_fact ON earlier_fact.id = earlier.id
  WHERE opportunity.customer_id = signed.customer_id
    AND (earlier.happened_on, earlier_fact.recorded_at, earlier.id) < (signed.happened_on, signed.recorded_at, signed.id)
)
ORDER BY signed.happened_on, signed.id
