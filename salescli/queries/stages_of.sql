-- One row: a stage change of opportunity :opportunity_id, in the order of its history.
SELECT change.happened_on, change.stage, change.closes, change.amount
FROM stage_change_in_force AS change
JOIN fact ON fact.id = change.id
WHERE change.opportunity_id = :opportunity_id
ORDER BY change.happened_on, fact.recorded_at, change.id
