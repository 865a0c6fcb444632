-- One row: a line of a contract signed in [:start, :end), of :product_id or of any.
SELECT NULL AS rep_id, contract.opportunity_id, line.id AS fact, contract.happened_on,
  contract.happened_on AS credit_on, line.quantity AS numerator, 1 AS denominator, 0 AS before
FROM contract_in_force AS contract
JOIN contract_line_in_force AS line ON line.contract_id = contract.id
WHERE contract.id IN (
  SELECT said.id FROM contract AS said WHERE said.happened_on >= :start AND said.happened_on < :end
  UNION
  SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
) AND contract.happened_on >= :start AND contract.happened_on < :end
  AND (:product_id IS NULL OR line.product_id = :product_id)
ORDER BY contract.happened_on, line.id
