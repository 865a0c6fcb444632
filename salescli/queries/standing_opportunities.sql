-- One row: an opportunity open on :day with its customer and its owner then, the latest amount stated, the next step of its latest
-- change, and the day on which its present stay in the stage began (without any change: on which it was opened).
WITH latest AS MATERIALIZED (
  SELECT opportunity.id, opportunity.name, opportunity.customer_id, opportunity.happened_on,
    (
      SELECT change.id
      FROM stage_change_in_force AS change
      JOIN fact ON fact.id = change.id
      WHERE change.opportunity_id = opportunity.id AND change.happened_on <= :day
      ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
      LIMIT 1
    ) AS change_id
  FROM opportunity_in_force AS opportunity
), standing AS (
  SELECT latest.id, latest.name, latest.customer_id, latest.happened_on, change.stage, change.next_step
  FROM latest
  LEFT JOIN stage_change_in_force AS change ON change.id = latest.change_id
  WHERE change.closes IS NULL AND (change.id IS NOT NULL OR latest.happened_on <= :day)
), moved AS (
  SELECT change.opportunity_id, change.happened_on, change.stage,
    lag(change.stage) OVER history AS stage_before, lag(change.closes) OVER history AS closed_before
  FROM standing
  JOIN stage_change_in_force AS change ON change.opportunity_id = standing.id AND change.happened_on <= :day
  JOIN fact ON fact.id = change.id
  WINDOW history AS (PARTITION BY change.opportunity_id ORDER BY change.happened_on, fact.recorded_at, change.id)
), entry AS (
  SELECT opportunity_id, max(happened_on) AS entered_on
  FROM moved
  WHERE stage_before IS NULL OR stage_before <> stage OR closed_before IS NOT NULL
  GROUP BY opportunity_id
)
SELECT standing.id AS opportunity_id, standing.name AS opportunity, standing.customer_id, customer.name AS customer,
  (
    SELECT owner.rep_id
    FROM opportunity_owner_in_force AS owner
    JOIN fact ON fact.id = owner.id
    WHERE owner.opportunity_id = standing.id AND owner.happened_on <= :day
    ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
    LIMIT 1
  ) AS rep_id,
  standing.stage,
  (
    SELECT change.amount
    FROM stage_change_in_force AS change
    JOIN fact ON fact.id = change.id
    WHERE change.opportunity_id = standing.id AND change.happened_on <= :day AND change.amount IS NOT NULL
    ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
    LIMIT 1
  ) AS amount,
  standing.next_step, coalesce(entry.entered_on, standing.happened_on) AS entered_on
FROM standing
LEFT JOIN entry ON entry.opportunity_id = standing.id
LEFT JOIN customer_in_force AS customer ON customer.id = standing.customer_id
ORDER BY standing.id
