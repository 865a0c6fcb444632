-- One row: a stage change of opportunity :opportunity_id up to :day, with all that it states, in the order of its history.
SELECT change.opportunity_id, change.id, change.happened_on, change.stage, change.closes, change.amount, change.probability,
  change.expected_close, change.next_step
FROM stage_change_in_force AS change
JOIN fact ON fact.id = change.id
WHERE change.opportunity_id = :opportunity_id AND change.happened_on <= :day
ORDER BY change.happened_on, fact.recorded_at, change.id
