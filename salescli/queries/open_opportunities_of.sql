-- One row: an opportunity of customer :customer_id whose latest stage on :day does not close it.
SELECT opportunity.id, coalesce(opportunity.code, '') AS code, opportunity.name
FROM opportunity_in_force AS opportunity
WHERE opportunity.customer_id = :customer_id
  AND opportunity.happened_on <= :day
  AND (
    SELECT change.closes
    FROM stage_change_in_force AS change
    JOIN fact ON fact.id = change.id
    WHERE change.opportunity_id = opportunity.id AND change.happened_on <= :day
    ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
    LIMIT 1
  ) IS NULL
ORDER BY opportunity.id
