-- One row: the follow-up or feedback :id (none where it was voided) as a quality review looks at it: whose work it was (of
-- feedback: who handled it, null where no rep did), and from when there is something to review (of feedback its closing).
SELECT follow_up.id, 'follow_up' AS kind, customer.name AS customer, rep.id AS rep_id, rep.name,
  follow_up.happened_on AS ready_on, NULL AS closed_by
FROM follow_up_in_force AS follow_up
JOIN rep_in_force AS rep ON rep.id = follow_up.rep_id
JOIN customer_in_force AS customer ON customer.id = follow_up.customer_id
WHERE follow_up.id = :id
UNION ALL
SELECT feedback.id, feedback.feedback_kind AS kind, customer.name AS customer, handler.id AS rep_id, handler.name,
  closing.happened_on AS ready_on, entered.recorded_by AS closed_by
FROM feedback_in_force AS feedback
JOIN customer_in_force AS customer ON customer.id = feedback.customer_id
LEFT JOIN feedback_close_in_force AS closing ON closing.id = (
  SELECT earliest.id
  FROM feedback_close_in_force AS earliest
  JOIN fact ON fact.id = earliest.id
  WHERE earliest.feedback_id = feedback.id
  ORDER BY earliest.happened_on, fact.recorded_at, earliest.id
  LIMIT 1
)
LEFT JOIN fact AS entered ON entered.id = closing.id
LEFT JOIN rep_in_force AS handler ON handler.id = closing.rep_id
WHERE feedback.id = :id
