-- One row: feedback of [:start, :end) about rep :rep_id, or anybody where that is null, with its first closing up to :day and
-- who handled it: a rep, else whoever entered the closing.
SELECT feedback.id, feedback.happened_on, feedback.customer_id, customer.name AS customer, rep.code AS rep, rep.name,
  feedback.feedback_kind AS kind, feedback.rating, feedback.content, closing.happened_on AS closed_on, closing.outcome,
  coalesce(handler.code, entered.recorded_by) AS handler, coalesce(handler.name, entered.recorded_by) AS handler_name
FROM feedback_in_force AS feedback
JOIN rep_in_force AS rep ON rep.id = feedback.rep_id
JOIN customer_in_force AS customer ON customer.id = feedback.customer_id
LEFT JOIN feedback_close_in_force AS closing ON closing.id = (
  SELECT earliest.id
  FROM feedback_close_in_force AS earliest
  JOIN fact ON fact.id = earliest.id
  WHERE earliest.feedback_id = feedback.id AND earliest.happened_on <= :day
  ORDER BY earliest.happened_on, fact.recorded_at, earliest.id
  LIMIT 1
)
LEFT JOIN fact AS entered ON entered.id = closing.id
LEFT JOIN rep_in_force AS handler ON handler.id = closing.rep_id
WHERE feedback.happened_on >= :start AND feedback.happened_on < :end AND (:rep_id IS NULL OR feedback.rep_id = :rep_id)
ORDER BY feedback.happened_on, feedback.id
