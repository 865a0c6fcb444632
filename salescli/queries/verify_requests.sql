-- One row: an expense or a trip in force that was decided or paid out: what was asked for, how many decisions and payments of it
-- there are, what was approved at the most and what was paid in all (null: nothing, or nobody said how much), minor units.
WITH asked AS (
  SELECT id, 'expense' AS kind, amount FROM expense_in_force
  UNION ALL
  SELECT id, 'trip', cost FROM trip_in_force
), decided AS (
  SELECT request_id, count(*) AS decisions, count(*) FILTER (WHERE verdict = 'approved') AS approvals,
    max(amount) FILTER (WHERE verdict = 'approved') AS approved
  FROM decision_in_force
  GROUP BY request_id
), settled AS (
  SELECT request_id, count(*) AS settlements, CAST(sum(amount) AS BIGINT) AS paid
  FROM settlement_in_force
  GROUP BY request_id
)
SELECT asked.id, asked.kind, asked.amount AS asked, coalesce(decided.decisions, 0) AS decisions,
  coalesce(decided.approvals, 0) AS approvals, decided.approved, coalesce(settled.settlements, 0) AS settlements, settled.paid
FROM asked
LEFT JOIN decided ON decided.request_id = asked.id
LEFT JOIN settled ON settled.request_id = asked.id
WHERE decided.request_id IS NOT NULL OR settled.request_id IS NOT NULL
ORDER BY asked.id
