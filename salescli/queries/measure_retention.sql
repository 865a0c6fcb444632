-- One row: a customer with a contract signed in [:start, :middle), under its owner on :day: 1 where one was signed in [:middle, :end) too.
SELECT owner.rep_id, NULL AS opportunity_id, customer.id AS fact, CAST(:day AS TEXT) AS happened_on,
  CAST(:day AS TEXT) AS credit_on,
  CASE WHEN EXISTS (
    SELECT 1
    FROM opportunity_in_force AS opportunity
    JOIN contract_in_force AS again ON again.opportunity_id = opportunity.id
    WHERE opportunity.customer_id = customer.id AND again.happened_on >= :middle AND again.happened_on < :end
  ) THEN 1 ELSE 0 END AS numerator, 1 AS denominator, 0 AS before
FROM customer_in_force AS customer
LEFT JOIN customer_owner_in_force AS owner ON owner.id = (
  SELECT last.id
  FROM customer_owner_in_force AS last
  JOIN fact ON fact.id = last.id
  WHERE last.customer_id = customer.id AND last.happened_on <= :day
  ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
  LIMIT 1
)
WHERE customer.id IN (
  SELECT opportunity.customer_id
  FROM contract_in_force AS before
  JOIN opportunity_in_force AS opportunity ON opportunity.id = before.opportunity_id
  WHERE before.id IN (
    SELECT said.id FROM contract AS said WHERE said.happened_on >= :start AND said.happened_on < :middle
    UNION
    SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :middle
  ) AND before.happened_on >= :start AND before.happened_on < :middle
)
ORDER BY customer.id
