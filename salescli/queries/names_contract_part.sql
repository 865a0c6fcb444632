-- One row: a contract whose code or name holds :text ('' is in all).
SELECT contract.id, coalesce(code, '') AS code, (SELECT o.name FROM opportunity_in_force AS o WHERE o.id = contract.opportunity_id) AS name
FROM contract_in_force AS contract
WHERE instr(lower(code), lower(:text)) > 0 OR instr(lower((SELECT o.name FROM opportunity_in_force AS o WHERE o.id = contract.opportunity_id)), lower(:text)) > 0
ORDER BY id
