-- One row: the parent and the lead of team :team_id on :day (none where no change says one).
SELECT change.parent_id, change.lead_id
FROM team_change_in_force AS change
JOIN fact ON fact.id = change.id
WHERE change.team_id = :team_id AND change.happened_on <= :day
ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
LIMIT 1
