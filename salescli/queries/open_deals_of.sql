-- One row: an opportunity of customer :customer_id that is open on :day, with its owner then.
SELECT opportunity.id, opportunity.name, rep.code AS owner_code, rep.name AS owner
FROM opportunity_in_force AS opportunity
LEFT JOIN rep_in_force AS rep ON rep.id = (
  SELECT owner.rep_id
  FROM opportunity_owner_in_force AS owner
  JOIN fact ON fact.id = owner.id
  WHERE owner.opportunity_id = opportunity.id AND owner.happened_on <= :day
  ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
  LIMIT 1
)
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
