-- One row: a task set by :day and due in [:start, :end), of rep :rep_id, or of anybody where that is null, with who set it and
-- the first day up to :day on which it was done.
SELECT task.id, task.happened_on, rep.code AS rep, rep.name, task.task_kind AS kind, task.title, task.due_on,
  task.opportunity_id, opportunity.name AS opportunity, coalesce(task.customer_id, opportunity.customer_id) AS customer_id,
  customer.name AS customer, done.happened_on AS done_on, done.outcome, fact.recorded_by AS set_by,
  coalesce(
    (SELECT min(setter.name) FROM rep_in_force AS setter WHERE setter.id IN (
      SELECT said.id FROM rep AS said WHERE said.code = fact.recorded_by
      UNION
      SELECT fact_id FROM correction_in_force WHERE value = fact.recorded_by
    ) AND setter.code = fact.recorded_by), fact.recorded_by
  ) AS set_by_name
FROM task_in_force AS task
JOIN fact ON fact.id = task.id
JOIN rep_in_force AS rep ON rep.id = task.rep_id
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = task.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = coalesce(task.customer_id, opportunity.customer_id)
LEFT JOIN task_done_in_force AS done ON done.id = (
  SELECT earliest.id
  FROM task_done_in_force AS earliest
  JOIN fact AS entry ON entry.id = earliest.id
  WHERE earliest.task_id = task.id AND earliest.happened_on <= :day
  ORDER BY earliest.happened_on, entry.recorded_at, earliest.id
  LIMIT 1
)
WHERE task.happened_on <= :day AND task.due_on >= :start AND task.due_on < :end
  AND (:rep_id IS NULL OR task.rep_id = :rep_id)
ORDER BY task.due_on, task.id
