-- One row: a contract whose code or name is exactly :text.
SELECT contract.id, coalesce(code, '') AS code, (SELECT o.name FROM opportunity_in_force AS o WHERE o.id = contract.opportunity_id) AS name
FROM contract_in_force AS contract
WHERE code = :text OR opportunity_id IN (SELECT o.id FROM opportunity_in_force AS o WHERE o.name = :text OR o.code = :text)
ORDER BY id
