-- One row: a contract signed in [:start, :end), with its amount.
SELECT NULL AS rep_id, opportunity_id, id AS fact, happened_on, happened_on AS credit_on,
  amount AS numerator, 1 AS denominator, 0 AS before
FROM contract_in_force
WHERE id IN (
  SELECT said.id FROM contract AS said WHERE said.happened_on >= :start AND said.happened_on < :end
  UNION
  SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
) AND happened_on >= :start AND happened_on < :end AND :product_id IS NULL
UNION ALL
SELECT NULL, contract.opportunity_id, contract.id, contract.happened_on, contract.happened_on,
  line.quantity * line.unit_price, 1, 0
FROM contract_in_force AS contract
JOIN contract_line_in_force AS line ON line.contract_id = contract.id
WHERE contract.id IN (
  SELECT said.id FROM contract AS said WHERE said.happened_on >= :start AND said.happened_on < :end
  UNION
  SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
) AND contract.happened_on >= :start AND contract.happened_on < :end AND line.product_id = :product_id
ORDER BY 4, 3
