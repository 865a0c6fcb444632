-- One row: a contract in force, what its lines and its instalments come to (null: it has none), and all money against it, minor
-- units.
WITH lines AS (
  SELECT contract_id, CAST(sum(quantity * unit_price) AS BIGINT) AS come_to
  FROM contract_line_in_force
  GROUP BY contract_id
), plan AS (
  SELECT contract_id, CAST(sum(amount) AS BIGINT) AS come_to
  FROM instalment_in_force
  GROUP BY contract_id
), money AS (
  SELECT contract_id,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'payment'), 0) AS BIGINT) AS paid,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS BIGINT) AS refunded,
    CAST(coalesce(sum(amount) FILTER (WHERE kind = 'write_off'), 0) AS BIGINT) AS written_off
  FROM receipt_in_force
  GROUP BY contract_id
)
SELECT contract.id, contract.code, contract.amount, contract.opportunity_id, lines.come_to AS lines, plan.come_to AS planned,
  coalesce(money.paid, 0) AS paid, coalesce(money.refunded, 0) AS refunded,
  coalesce(money.written_off, 0) AS written_off
FROM contract_in_force AS contract
LEFT JOIN lines ON lines.contract_id = contract.id
LEFT JOIN plan ON plan.contract_id = contract.id
LEFT JOIN money ON money.contract_id = contract.id
ORDER BY contract.id
