-- One row: a team with its parent and its lead on :day (none where no change says one).
SELECT team.id, change.parent_id, change.lead_id
FROM team_in_force AS team
LEFT JOIN team_change_in_force AS change ON change.id = (
  SELECT latest.id
  FROM team_change_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.team_id = team.id AND latest.happened_on <= :day
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
ORDER BY team.id
