-- One row: a personal goal set before :end and not due before :start, of rep :rep_id, or of anybody where that is null, with
-- its latest progress before :end and who said so.
SELECT goal.id, goal.happened_on, rep.id AS rep_id, rep.code AS rep, rep.name, goal.title, goal.weight, goal.due_on,
  progress.id AS progress_fact, progress.progress, progress.happened_on AS progress_on, said.recorded_by AS said_by,
  coalesce(
    (SELECT min(speaker.name) FROM rep_in_force AS speaker WHERE speaker.id IN (
      SELECT called.id FROM rep AS called WHERE called.code = said.recorded_by
      UNION
      SELECT fact_id FROM correction_in_force WHERE value = said.recorded_by
    ) AND speaker.code = said.recorded_by), said.recorded_by
  ) AS said_by_name
FROM goal_in_force AS goal
JOIN rep_in_force AS rep ON rep.id = goal.rep_id
LEFT JOIN goal_progress_in_force AS progress ON progress.id = (
  SELECT last.id
  FROM goal_progress_in_force AS last
  JOIN fact ON fact.id = last.id
  WHERE last.goal_id = goal.id AND last.happened_on < :end
  ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
  LIMIT 1
)
LEFT JOIN fact AS said ON said.id = progress.id
WHERE goal.happened_on < :end AND (goal.due_on IS NULL OR goal.due_on >= :start)
  AND (:rep_id IS NULL OR goal.rep_id = :rep_id)
ORDER BY rep.code, goal.happened_on, goal.id
