-- One row: the contract with the id :id.
SELECT contract.id, coalesce(contract.code, '') AS code, coalesce(opportunity.name, contract.code, '') AS name
FROM contract_in_force AS contract
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE contract.id = :id
