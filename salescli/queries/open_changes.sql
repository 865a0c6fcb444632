-- One row: a stage change up to :day of an opportunity open on :day, with all that it states, in the order of its history.
WITH standing AS (
  SELECT opportunity.id
  FROM opportunity_in_force AS opportunity
  WHERE NOT EXISTS (
    SELECT 1 FROM stage_change_in_force AS latest
    WHERE latest.closes IS NOT NULL AND latest.id = (
      SELECT last.id
      FROM stage_change_in_force AS last
      JOIN fact ON fact.id = last.id
      WHERE last.opportunity_id = opportunity.id AND last.happened_on <= :day
      ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
      LIMIT 1
    )
  )
)
SELECT change.opportunity_id, change.id, change.happened_on, change.stage, change.closes, change.amount, change.probability,
  change.expected_close, change.next_step
FROM stage_change_in_force AS change
JOIN fact ON fact.id = change.id
WHERE change.opportunity_id IN (SELECT id FROM standing) AND change.happened_on <= :day
ORDER BY change.opportunity_id, change.happened_on, fact.recorded_at, change.id
