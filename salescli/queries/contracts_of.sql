-- One row: a contract of opportunity :opportunity_id, named as its opportunity.
SELECT contract.id, coalesce(contract.code, '') AS code, opportunity.name, contract.happened_on
FROM contract_in_force AS contract
JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE contract.opportunity_id = :opportunity_id
ORDER BY contract.happened_on, contract.id
