-- One row: an opportunity opened by :day with its owner and its latest stage then (null: none yet), the latest amount and
-- expected close that were stated, and the day on which its present stay in the stage began.
WITH change AS (
  SELECT moved.id, moved.opportunity_id, moved.happened_on, moved.stage, moved.closes, moved.amount, moved.probability,
    moved.expected_close, moved.next_step, fact.recorded_at,
    lag(moved.stage) OVER (
      PARTITION BY moved.opportunity_id ORDER BY moved.happened_on, fact.recorded_at, moved.id
    ) AS stage_before,
    row_number() OVER (
      PARTITION BY moved.opportunity_id ORDER BY moved.happened_on DESC, fact.recorded_at DESC, moved.id DESC
    ) AS place
  FROM stage_change_in_force AS moved
  JOIN fact ON fact.id = moved.id
  WHERE moved.happened_on <= :day
), entry AS (
  SELECT opportunity_id, max(happened_on) AS entered_on
  FROM change
  WHERE stage_before IS NULL OR stage_before <> stage
  GROUP BY opportunity_id
)
SELECT opportunity.id, opportunity.code, opportunity.name AS opportunity, opportunity.customer_id, customer.name AS customer,
  owner.code AS rep, owner.name, opportunity.happened_on AS opened_on, latest.stage, latest.closes,
  (
    SELECT stated.amount
    FROM change AS stated
    WHERE stated.opportunity_id = opportunity.id AND stated.amount IS NOT NULL
    ORDER BY stated.place
    LIMIT 1
  ) AS amount,
  latest.probability,
  (
    SELECT stated.expected_close
    FROM change AS stated
    WHERE stated.opportunity_id = opportunity.id AND stated.expected_close IS NOT NULL
    ORDER BY stated.place
    LIMIT 1
  ) AS expected_close,
  latest.next_step, opportunity.rate, coalesce(entry.entered_on, opportunity.happened_on) AS entered_on
FROM opportunity_in_force AS opportunity
LEFT JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
LEFT JOIN change AS latest ON latest.opportunity_id = opportunity.id AND latest.place = 1
LEFT JOIN entry ON entry.opportunity_id = opportunity.id
LEFT JOIN rep_in_force AS owner ON owner.id = (
  SELECT held.rep_id
  FROM opportunity_owner_in_force AS held
  JOIN fact ON fact.id = held.id
  WHERE held.opportunity_id = opportunity.id AND held.happened_on <= :day
  ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
  LIMIT 1
)
WHERE opportunity.happened_on <= :day OR latest.id IS NOT NULL
ORDER BY opportunity.name, opportunity.id
