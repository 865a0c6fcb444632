-- One row: a stage change before :end of an opportunity of customer :customer_id, in the order of its history.
SELECT opportunity.customer_id, change.opportunity_id, change.happened_on, change.stage, change.closes
FROM opportunity_in_force AS opportunity
JOIN stage_change_in_force AS change ON change.opportunity_id = opportunity.id
JOIN fact ON fact.id = change.id
WHERE opportunity.customer_id = :customer_id AND change.happened_on < :end
ORDER BY opportunity.customer_id, change.opportunity_id, change.happened_on, fact.recorded_at, change.id
