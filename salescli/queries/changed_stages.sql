-- One row: a change from :start to :day, both included, that brought an opportunity from one stage to another (its opening is none), in the
-- order of the histories; who entered it, and the opportunity's customer, owner and latest amount stated as known on :day.
WITH moved AS (
  SELECT change.id, change.opportunity_id, change.happened_on, change.stage, fact.recorded_at, fact.recorded_by,
    (
      SELECT former.stage
      FROM stage_change_in_force AS former
      JOIN fact AS earlier ON earlier.id = former.id
      WHERE former.opportunity_id = change.opportunity_id AND former.happened_on <= change.happened_on
        AND (
          former.happened_on < change.happened_on
          OR (earlier.recorded_at, former.id) < (fact.recorded_at, change.id)
        )
      ORDER BY former.happened_on DESC, earlier.recorded_at DESC, former.id DESC
      LIMIT 1
    ) AS stage_before
  FROM stage_change_in_force AS change
  JOIN fact ON fact.id = change.id
  WHERE change.happened_on >= :start AND change.happened_on <= :day
)
SELECT moved.id, moved.opportunity_id, opportunity.name AS opportunity, opportunity.customer_id, customer.name AS customer,
  (
    SELECT owner.rep_id
    FROM opportunity_owner_in_force AS owner
    JOIN fact ON fact.id = owner.id
    WHERE owner.opportunity_id = moved.opportunity_id AND owner.happened_on <= :day
    ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
    LIMIT 1
  ) AS rep_id,
  moved.happened_on, moved.stage_before, moved.stage,
  (
    SELECT stated.amount
    FROM stage_change_in_force AS stated
    JOIN fact ON fact.id = stated.id
    WHERE stated.opportunity_id = moved.opportunity_id AND stated.happened_on <= :day AND stated.amount IS NOT NULL
    ORDER BY stated.happened_on DESC, fact.recorded_at DESC, stated.id DESC
    LIMIT 1
  ) AS amount,
  moved.recorded_by
FROM moved
JOIN opportunity_in_force AS opportunity ON opportunity.id = moved.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
WHERE moved.stage_before <> moved.stage
ORDER BY moved.opportunity_id, moved.happened_on, moved.recorded_at, moved.id
