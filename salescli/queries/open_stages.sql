-- One row: a stage that does not close, and how many opportunities stand in it on :day.
SELECT change.stage, CAST(count(*) AS BIGINT) AS opportunities
FROM opportunity_in_force AS opportunity
JOIN stage_change_in_force AS change ON change.id = (
  SELECT latest.id
  FROM stage_change_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.opportunity_id = opportunity.id AND latest.happened_on <= :day
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE change.closes IS NULL
GROUP BY change.stage
ORDER BY change.stage
