-- One row: a trip or an entertainment asked for opportunity :opportunity_id, on whatever day, that its latest decision does not
-- reject; of an entertainment the approved amount where it is decided, else the one asked for.
WITH asked AS (
  SELECT id, NULL AS amount, from_day, to_day
  FROM trip_in_force
  WHERE opportunity_id = :opportunity_id
  UNION ALL
  SELECT id, amount, NULL, NULL
  FROM expense_in_force
  WHERE opportunity_id = :opportunity_id AND category = 'entertainment'
)
SELECT asked.id, CASE WHEN asked.amount IS NOT NULL THEN coalesce(decision.amount, asked.amount) END AS amount,
  asked.from_day, asked.to_day
FROM asked
LEFT JOIN decision_in_force AS decision ON decision.id = (
  SELECT latest.id
  FROM decision_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.request_id = asked.id
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE decision.verdict IS NULL OR decision.verdict <> 'rejected'
ORDER BY asked.id
