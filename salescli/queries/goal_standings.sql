-- One row: a personal goal set before :end and not due before :start, with its latest progress before :end.
SELECT goal.rep_id, goal.id AS fact, goal.happened_on, goal.title, goal.weight, progress.id AS progress_fact, progress.progress
FROM goal_in_force AS goal
LEFT JOIN goal_progress_in_force AS progress ON progress.id = (
  SELECT last.id
  FROM goal_progress_in_force AS last
  JOIN fact ON fact.id = last.id
  WHERE last.goal_id = goal.id AND last.happened_on < :end
  ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
  LIMIT 1
)
WHERE goal.happened_on < :end AND (goal.due_on IS NULL OR goal.due_on >= :start)
ORDER BY goal.rep_id, goal.happened_on, goal.id
