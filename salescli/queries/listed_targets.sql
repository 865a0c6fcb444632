-- One row: a target set by :day whose days meet [:start, :end), in the order they were set; who it is for by code and name
-- (both null: the company).
SELECT target.id, target.happened_on AS set_on, target.scope, coalesce(rep.code, team.code) AS who,
  coalesce(rep.name, team.name) AS name, target.measure, product.code AS product, target.starts_on, target.ends_on,
  target.amount, target.number, target.exact
FROM target_in_force AS target
JOIN fact ON fact.id = target.id
LEFT JOIN rep_in_force AS rep ON rep.id = target.rep_id
LEFT JOIN team_in_force AS team ON team.id = target.team_id
LEFT JOIN product_in_force AS product ON product.id = target.product_id
WHERE target.happened_on <= :day AND target.starts_on < :end AND target.ends_on > :start
ORDER BY fact.recorded_at, target.id
