-- One row: a contract whose code, or opportunity's name, holds :text, in capitals or not ('' is in all).
SELECT contract.id, coalesce(contract.code, '') AS code, coalesce(opportunity.name, contract.code, '') AS name
FROM contract_in_force AS contract
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE :text = '' OR replace(lower(contract.code), lower(:text), '') <> lower(contract.code) OR replace(lower(opportunity.name), lower(:text), '') <> lower(opportunity.name)
ORDER BY contract.id
