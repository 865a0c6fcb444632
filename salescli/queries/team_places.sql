-- One row: a change of a team's place in the tree and of its lead, in the order of the history; a team without any has
-- one row without a change.
SELECT team.id AS team_id, team.code, team.name, change.happened_on, change.parent_id, change.lead_id
FROM team_in_force AS team
LEFT JOIN team_change_in_force AS change ON change.team_id = team.id
LEFT JOIN fact ON fact.id = change.id
ORDER BY team.code, change.happened_on, fact.recorded_at, change.id
