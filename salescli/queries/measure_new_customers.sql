-- One row: a customer entered in [:start, :end), with its first owner as known on :on.
SELECT owner.rep_id, NULL AS opportunity_id, customer.id AS fact, customer.happened_on,
  customer.happened_on AS credit_on, 1 AS numerator, 1 AS denominator, 0 AS before
FROM customer_in_force AS customer
JOIN customer_owner_in_force AS owner ON owner.customer_id = customer.id
JOIN fact ON fact.id = owner.id
WHERE customer.id IN (
  SELECT said.id FROM customer AS said WHERE said.happened_on >= :start AND said.happened_on < :end
  UNION
  SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
) AND customer.happened_on >= :start AND customer.happened_on < :end AND :product_id IS NULL
  AND owner.rep_id IS NOT NULL AND owner.happened_on <= :on
  AND NOT EXISTS (
    SELECT 1
    FROM customer_owner_in_force AS earlier
    JOIN fact AS earlier_fact ON earlier_fact.id = earlier.id
    WHERE earlier.customer_id = customer.id AND earlier.rep_id IS NOT NULL
      AND (earlier.happened_on, earlier_fact.recorded_at, earlier.id) < (owner.happened_on, fact.recorded_at, owner.id)
  )
ORDER BY customer.happened_on, customer.id
