-- One row: contract :contract_id with the sums of all receipts, refunds and write-offs against it.
SELECT contract.id, contract.happened_on AS signed_on, contract.amount,
  CAST(coalesce(sum(receipt.amount) FILTER (WHERE receipt.kind = 'payment'), 0) AS BIGINT) AS paid,
  CAST(coalesce(sum(receipt.amount) FILTER (WHERE receipt.kind = 'refund'), 0) AS BIGINT) AS refunded,
  CAST(coalesce(sum(receipt.amount) FILTER (WHERE receipt.kind = 'write_off'), 0) AS BIGINT) AS written_off
FROM contract_in_force AS contract
LEFT JOIN receipt_in_force AS receipt ON receipt.contract_id = contract.id
WHERE contract.id = :contract_id
GROUP BY contract.id, contract.happened_on, contract.amount
