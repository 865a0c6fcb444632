-- One row: a task due on or before :until that was given by :day and not done by then, with whom and what it is about.
SELECT task.id, task.rep_id, task.task_kind, task.title, task.due_on, task.opportunity_id, opportunity.name AS opportunity,
  customer.id AS customer_id, customer.name AS customer
FROM task_in_force AS task
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = task.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = coalesce(task.customer_id, opportunity.customer_id)
WHERE task.due_on <= :until AND task.happened_on <= :day
  AND NOT EXISTS (SELECT 1 FROM task_done_in_force AS done WHERE done.task_id = task.id AND done.happened_on <= :day)
ORDER BY task.due_on, task.id
