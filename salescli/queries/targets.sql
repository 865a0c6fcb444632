-- One row: a target whose days meet [:start, :end), in the order they were set.
SELECT target.id, target.scope, target.rep_id, target.team_id, target.measure, target.product_id,
  target.starts_on, target.ends_on, target.amount, target.number, target.exact
FROM target_in_force AS target
JOIN fact ON fact.id = target.id
WHERE target.starts_on < :end AND target.ends_on > :start
ORDER BY fact.recorded_at, target.id
