-- One row: the feedback :id (none where it was voided), and the first time that it was closed, on whatever day.
SELECT feedback.id, feedback.happened_on, feedback.feedback_kind AS kind, customer.name AS customer, rep.name,
  closing.id AS closing_id, closing.happened_on AS closed_on
FROM feedback_in_force AS feedback
JOIN rep_in_force AS rep ON rep.id = feedback.rep_id
JOIN customer_in_force AS customer ON customer.id = feedback.customer_id
LEFT JOIN feedback_close_in_force AS closing ON closing.id = (
  SELECT earliest.id
  FROM feedback_close_in_force AS earliest
  JOIN fact ON fact.id = earliest.id
  WHERE earliest.feedback_id = feedback.id
  ORDER BY earliest.happened_on, fact.recorded_at, earliest.id
  LIMIT 1
)
WHERE feedback.id = :id
