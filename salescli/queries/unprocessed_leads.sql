-- One row: a customer entered on or before :entered_by that has, up to :day, no follow-up, no opportunity and no disqualification.
SELECT customer.id AS customer_id, customer.name AS customer, customer.happened_on AS entered_on,
  (
    SELECT owner.rep_id
    FROM customer_owner_in_force AS owner
    JOIN fact ON fact.id = owner.id
    WHERE owner.customer_id = customer.id AND owner.happened_on <= :day
    ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
    LIMIT 1
  ) AS rep_id
FROM customer_in_force AS customer
WHERE customer.happened_on <= :entered_by
  AND NOT EXISTS (
    SELECT 1 FROM follow_up_in_force AS follow_up WHERE follow_up.customer_id = customer.id AND follow_up.happened_on <= :day
  )
  AND NOT EXISTS (
    SELECT 1 FROM opportunity_in_force AS opportunity
    WHERE opportunity.customer_id = customer.id AND opportunity.happened_on <= :day
  )
  AND NOT EXISTS (
    SELECT 1 FROM disqualification_in_force AS ended WHERE ended.customer_id = customer.id AND ended.happened_on <= :day
  )
ORDER BY customer.id
