-- One row: a line of a contract signed in [:start, :end), of :product_id or of any.
SELECT NULL AS rep_id, contract.opportunity_id, line.id AS fact, contract.happened_on,
  contract.happened_on AS credit_on, line.quantity AS numerator, 1 AS denominator, 0 AS before
FROM contract_in_force AS contract
JOIN contract_line_in_force AS line ON line.contract_id = contract.id
WHERE contract.happened_on >= :start AND contract.happened_on < :end
  AND (:product_id IS NULL OR line.product_id = :product_id)
ORDER BY contract.happened_on, line.id
