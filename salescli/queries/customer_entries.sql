-- One row: a customer entered in [:start, :end), under its first owner as known on :on.
SELECT owner.rep_id, customer.id AS fact, customer.happened_on,
  customer.grade, customer.source, customer.phone, customer.industry, customer.region
FROM customer_in_force AS customer
JOIN customer_owner_in_force AS owner ON owner.id = (
  SELECT first.id
  FROM customer_owner_in_force AS first
  JOIN fact ON fact.id = first.id
  WHERE first.customer_id = customer.id AND first.rep_id IS NOT NULL AND first.happened_on <= :on
  ORDER BY first.happened_on, fact.recorded_at, first.id
  LIMIT 1
)
WHERE customer.id IN (
  SELECT said.id FROM customer AS said WHERE said.happened_on >= :start AND said.happened_on < :end
  UNION
  SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
) AND customer.happened_on >= :start AND customer.happened_on < :end
ORDER BY customer.happened_on, customer.id
