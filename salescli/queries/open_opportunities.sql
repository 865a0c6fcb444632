-- One row: an opportunity open on :day: the state of its latest change up to then (none: no stage yet), the latest amount
-- stated, and the day on which its present visit of the stage began.
WITH latest AS (
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
), state AS (
  SELECT latest.id, latest.name, latest.customer_id, change.stage, change.probability, latest.happened_on
  FROM latest
  LEFT JOIN stage_change_in_force AS change ON change.id = latest.change_id
  WHERE change.closes IS NULL AND (change.id IS NOT NULL OR latest.happened_on <= :day)
), visit AS (
  SELECT change.opportunity_id, change.happened_on, change.stage,
    lag(change.stage) OVER (
      PARTITION BY change.opportunity_id ORDER BY change.happened_on, fact.recorded_at, change.id
    ) AS stage_before
  FROM state
  JOIN stage_change_in_force AS change ON change.opportunity_id = state.id AND change.happened_on <= :day
  JOIN fact ON fact.id = change.id
), entry AS (
  SELECT opportunity_id, max(happened_on) AS entered_on
  FROM visit
  WHERE stage_before IS NULL OR stage_before <> stage
  GROUP BY opportunity_id
)
SELECT state.id AS opportunity_id, state.name, state.customer_id, state.stage,
  (
    SELECT change.amount
    FROM stage_change_in_force AS change
    JOIN fact ON fact.id = change.id
    WHERE change.opportunity_id = state.id AND change.happened_on <= :day AND change.amount IS NOT NULL
    ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
    LIMIT 1
  ) AS amount,
  state.probability, coalesce(entry.entered_on, state.happened_on) AS entered_on
FROM state
LEFT JOIN entry ON entry.opportunity_id = state.id
ORDER BY state.id
