-- One row: an opportunity open on :day (its latest change up to then does not close it, or it has none yet) with its customer and its
-- owner then, and the last day on which the customer, or without one somebody about it, was spoken with.
WITH standing AS (
  SELECT opportunity.id, opportunity.code, opportunity.name, opportunity.happened_on, opportunity.customer_id
  FROM opportunity_in_force AS opportunity
  LEFT JOIN stage_change_in_force AS change ON change.id = (
    SELECT last.id
    FROM stage_change_in_force AS last
    JOIN fact ON fact.id = last.id
    WHERE last.opportunity_id = opportunity.id AND last.happened_on <= :day
    ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
    LIMIT 1
  )
  WHERE change.closes IS NULL AND (change.id IS NOT NULL OR opportunity.happened_on <= :day)
)
SELECT standing.id AS opportunity_id, standing.code, standing.name AS opportunity, standing.happened_on AS opened_on,
  standing.customer_id, customer.name AS customer, owner.id AS rep_id, owner.code AS rep, owner.name,
  CASE
    WHEN standing.customer_id IS NOT NULL THEN (
      SELECT spoken.happened_on
      FROM follow_up_in_force AS spoken
      WHERE spoken.customer_id = standing.customer_id AND spoken.happened_on <= :day AND spoken.answered = 1
      ORDER BY spoken.happened_on DESC
      LIMIT 1
    )
    ELSE (
      SELECT max(spoken.happened_on)
      FROM follow_up_in_force AS spoken
      WHERE spoken.opportunity_id = standing.id AND spoken.happened_on <= :day AND spoken.answered = 1
    )
  END AS contacted_on
FROM standing
LEFT JOIN customer_in_force AS customer ON customer.id = standing.customer_id
LEFT JOIN rep_in_force AS owner ON owner.id = (
  SELECT held.rep_id
  FROM opportunity_owner_in_force AS held
  JOIN fact ON fact.id = held.id
  WHERE held.opportunity_id = standing.id AND held.happened_on <= :day
  ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
  LIMIT 1
)
ORDER BY standing.id
