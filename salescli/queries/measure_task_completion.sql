-- One row: a task due in [:start, :end): 1 done on or before its due day, else 0.
SELECT task.rep_id, NULL AS opportunity_id, task.id AS fact, task.due_on AS happened_on, task.due_on AS credit_on,
  CASE WHEN EXISTS (
    SELECT 1 FROM task_done_in_force AS done WHERE done.task_id = task.id AND done.happened_on <= task.due_on
  ) THEN 1 ELSE 0 END AS numerator, 1 AS denominator, 0 AS before
FROM task_in_force AS task
WHERE task.due_on >= :start AND task.due_on < :end AND task.happened_on < :end AND :product_id IS NULL
ORDER BY task.due_on, task.id
