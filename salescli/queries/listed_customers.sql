-- One row: a customer entered by :day, with its owner then, the last answered contact, whether anything was done about it
-- (a follow-up, answered or not, or an opportunity), and the last day on which it was disqualified.
SELECT customer.id, customer.name AS customer, owner.code AS rep, owner.name, customer.grade, customer.source, customer.phone,
  customer.industry, customer.region, customer.happened_on AS entered_on,
  (
    SELECT max(follow_up.happened_on)
    FROM follow_up_in_force AS follow_up
    WHERE follow_up.customer_id = customer.id AND follow_up.happened_on <= :day AND follow_up.answered = 1
  ) AS contacted_on,
  CASE WHEN EXISTS (
      SELECT 1 FROM follow_up_in_force AS tried WHERE tried.customer_id = customer.id AND tried.happened_on <= :day
    ) OR EXISTS (
      SELECT 1 FROM opportunity_in_force AS opened WHERE opened.customer_id = customer.id AND opened.happened_on <= :day
    )
  THEN 1 ELSE 0 END AS processed,
  (
    SELECT max(ended.happened_on)
    FROM disqualification_in_force AS ended
    WHERE ended.customer_id = customer.id AND ended.happened_on <= :day
  ) AS disqualified_on
FROM customer_in_force AS customer
LEFT JOIN rep_in_force AS owner ON owner.id = (
  SELECT latest.rep_id
  FROM customer_owner_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.customer_id = customer.id AND latest.happened_on <= :day
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE customer.happened_on <= :day
ORDER BY customer.name, customer.id
