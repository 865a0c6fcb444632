-- One row: the expense or the trip whose id is :id, as it was asked for; none where it is voided.
SELECT asked.id, asked.kind, asked.happened_on, asked.rep_id, rep.code AS rep, rep.name, asked.opportunity_id,
  opportunity.name AS opportunity, customer.name AS customer, asked.what, asked.amount, asked.from_day, asked.to_day,
  asked.limit_note
FROM (
  SELECT id, 'expense' AS kind, happened_on, rep_id, opportunity_id, customer_id, category AS what, amount,
    NULL AS from_day, NULL AS to_day, limit_note
  FROM expense_in_force
  WHERE id = :id
  UNION ALL
  SELECT id, 'trip', happened_on, rep_id, opportunity_id, NULL, destination, cost, from_day, to_day, limit_note
  FROM trip_in_force
  WHERE id = :id
) AS asked
JOIN rep_in_force AS rep ON rep.id = asked.rep_id
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = asked.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = coalesce(asked.customer_id, opportunity.customer_id)
