-- One row: a contract whose code, or opportunity's code or name, is exactly :text.
SELECT contract.id, coalesce(contract.code, '') AS code, coalesce(opportunity.name, contract.code, '') AS name
FROM contract_in_force AS contract
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE contract.code = :text OR contract.opportunity_id IN (
  SELECT named.id FROM opportunity_in_force AS named WHERE named.name = :text OR named.code = :text
)
ORDER BY contract.id
