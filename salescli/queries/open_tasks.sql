-- One row: a task about an opportunity that was given by :day and not done by then, the first due of an opportunity first.
SELECT task.opportunity_id, task.id, task.title, task.due_on, rep.code AS rep
FROM task_in_force AS task
JOIN rep_in_force AS rep ON rep.id = task.rep_id
WHERE task.opportunity_id IS NOT NULL AND task.happened_on <= :day
  AND NOT EXISTS (SELECT 1 FROM task_done_in_force AS done WHERE done.task_id = task.id AND done.happened_on <= :day)
ORDER BY task.opportunity_id, task.due_on, task.id
