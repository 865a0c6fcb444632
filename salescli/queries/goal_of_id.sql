-- One row: the personal goal :id (none where it was voided), with its latest progress up to :day.
SELECT goal.id, goal.happened_on, rep.name, goal.title, progress.progress
FROM goal_in_force AS goal
JOIN rep_in_force AS rep ON rep.id = goal.rep_id
LEFT JOIN goal_progress_in_force AS progress ON progress.id = (
  SELECT last.id
  FROM goal_progress_in_force AS last
  JOIN fact ON fact.id = last.id
  WHERE last.goal_id = goal.id AND last.happened_on <= :day
  ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
  LIMIT 1
)
WHERE goal.id = :id
