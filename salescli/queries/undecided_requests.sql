-- One row: an expense or a trip asked for by :day on which nothing was decided by then; what is the category or the destination.
SELECT asked.id, asked.kind, asked.happened_on AS asked_on, asked.rep_id, asked.what, asked.amount, asked.limit_note,
  asked.opportunity_id, opportunity.name AS opportunity, customer.id AS customer_id, customer.name AS customer
FROM (
  SELECT expense.id, 'expense' AS kind, expense.happened_on, expense.rep_id, expense.category AS what, expense.amount,
    expense.limit_note, expense.opportunity_id, expense.customer_id
  FROM expense_in_force AS expense
  UNION ALL
  SELECT trip.id, 'trip', trip.happened_on, trip.rep_id, trip.destination, trip.cost, trip.limit_note, trip.opportunity_id, NULL
  FROM trip_in_force AS trip
) AS asked
JOIN rep_in_force AS rep ON rep.id = asked.rep_id
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = asked.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = coalesce(asked.customer_id, opportunity.customer_id)
WHERE asked.happened_on <= :day
  AND NOT EXISTS (
    SELECT 1 FROM decision_in_force AS decision WHERE decision.request_id = asked.id AND decision.happened_on <= :day
  )
ORDER BY asked.happened_on, asked.id
