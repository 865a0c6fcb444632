-- One row: the latest stage change of opportunity :opportunity_id up to :day.
SELECT change.id, change.happened_on, change.stage, change.closes, change.amount, change.probability, change.expected_close
FROM stage_change_in_force AS change
JOIN fact ON fact.id = change.id
WHERE change.opportunity_id = :opportunity_id AND change.happened_on <= :day
ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
LIMIT 1
