-- One row: a rep with how many tasks were done in [:start, :end) for the first time.
SELECT task.rep_id, CAST(count(DISTINCT task.id) AS BIGINT) AS number
FROM task_done_in_force AS done
JOIN task_in_force AS task ON task.id = done.task_id
WHERE done.happened_on >= :start AND done.happened_on < :end
  AND NOT EXISTS (
    SELECT 1 FROM task_done_in_force AS sooner WHERE sooner.task_id = done.task_id AND sooner.happened_on < :start
  )
GROUP BY task.rep_id
ORDER BY task.rep_id
