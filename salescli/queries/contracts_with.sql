-- One row: a contract signed with customer :customer_id up to :day, the latest first.
SELECT contract.id, coalesce(contract.code, '') AS code, opportunity.name, contract.happened_on
FROM contract_in_force AS contract
JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE opportunity.customer_id = :customer_id AND contract.happened_on <= :day
ORDER BY contract.happened_on DESC, contract.id DESC
