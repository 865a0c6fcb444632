-- One row: the task :id (none where it was voided), and the first time that it was done, on whatever day.
SELECT task.id, task.happened_on, rep.name, task.title, task.due_on, done.id AS done_id, done.happened_on AS done_on
FROM task_in_force AS task
JOIN rep_in_force AS rep ON rep.id = task.rep_id
LEFT JOIN task_done_in_force AS done ON done.id = (
  SELECT earliest.id
  FROM task_done_in_force AS earliest
  JOIN fact ON fact.id = earliest.id
  WHERE earliest.task_id = task.id
  ORDER BY earliest.happened_on, fact.recorded_at, earliest.id
  LIMIT 1
)
WHERE task.id = :id
