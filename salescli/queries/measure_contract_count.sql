-- One row: a contract signed in [:start, :end) (of a product: one with a line of it).
SELECT NULL AS rep_id, opportunity_id, id AS fact, happened_on, happened_on AS credit_on,
  1 AS numerator, 1 AS denominator, 0 AS before
FROM contract_in_force AS contract
WHERE id IN (
  SELECT said.id FROM contract AS said WHERE said.happened_on >= :start AND said.happened_on < :end
  UNION
  SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
) AND happened_on >= :start AND happened_on < :end
  AND (:product_id IS NULL OR EXISTS (
    SELECT 1 FROM contract_line_in_force AS line
    WHERE line.contract_id = contract.id AND line.product_id = :product_id
  ))
ORDER BY happened_on, id
