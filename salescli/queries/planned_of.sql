-- One row: contract :contract_id with the sum of its instalments so far.
SELECT contract.amount, CAST(coalesce(sum(instalment.amount), 0) AS BIGINT) AS planned
FROM contract_in_force AS contract
LEFT JOIN instalment_in_force AS instalment ON instalment.contract_id = contract.id
WHERE contract.id = :contract_id
GROUP BY contract.id, contract.amount
