-- One row: a stage change before :end of an opportunity that moved in [:start, :end), in the order of its history.
SELECT change.opportunity_id, change.id AS fact, change.happened_on, change.stage, change.closes
FROM stage_change_in_force AS change
JOIN fact ON fact.id = change.id
JOIN opportunity_in_force AS opportunity ON opportunity.id = change.opportunity_id
WHERE change.happened_on < :end
  AND change.opportunity_id IN (
    SELECT moved.opportunity_id FROM stage_change_in_force AS moved WHERE moved.happened_on >= :start AND moved.happened_on < :end
  )
ORDER BY change.opportunity_id, change.happened_on, fact.recorded_at, change.id
