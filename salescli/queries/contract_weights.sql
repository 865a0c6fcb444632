-- One row: a line of a contract that had money or was signed in [:since, :end), by its amount.
SELECT line.contract_id, product.code AS product, product.name, line.quantity * line.unit_price AS amount
FROM contract_line_in_force AS line
JOIN product_in_force AS product ON product.id = line.product_id
WHERE line.contract_id IN (
  SELECT receipt.contract_id
  FROM receipt_in_force AS receipt
  WHERE receipt.happened_on >= :since AND receipt.happened_on < :end
  UNION
  SELECT contract.id
  FROM contract_in_force AS contract
  WHERE contract.id IN (
    SELECT said.id FROM contract AS said WHERE said.happened_on >= :since AND said.happened_on < :end
    UNION
    SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :since AND value < :end
  ) AND contract.happened_on >= :since AND contract.happened_on < :end
)
ORDER BY line.contract_id, line.id
