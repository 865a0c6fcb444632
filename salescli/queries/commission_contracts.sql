-- One row: a contract signed in [:since, :end), as a fact that carries commission.
SELECT contract.id, 'signed' AS kind, contract.happened_on, fact.recorded_at, contract.id AS contract_id,
  coalesce(contract.code, opportunity.name) AS contract, contract.happened_on AS signed_on,
  contract.opportunity_id, opportunity.rate AS preset, contract.amount, 0 AS before
FROM contract_in_force AS contract
JOIN fact ON fact.id = contract.id
JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE contract.id IN (
  SELECT said.id FROM contract AS said WHERE said.happened_on >= :since AND said.happened_on < :end
  UNION
  SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :since AND value < :end
) AND contract.happened_on >= :since AND contract.happened_on < :end
ORDER BY contract.happened_on, fact.recorded_at, contract.id
