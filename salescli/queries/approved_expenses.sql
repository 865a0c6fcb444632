-- One row: an expense asked for in [:start, :end) whose last decision up to :on approves it, with the approved amount (none said: the one asked for);
-- of an opportunity by its shares, else the asking rep's.
SELECT CASE WHEN expense.opportunity_id IS NULL THEN expense.rep_id END AS rep_id, expense.opportunity_id,
  expense.id AS fact, expense.happened_on, expense.happened_on AS credit_on,
  coalesce(decision.amount, expense.amount) AS numerator, 0 AS denominator, 0 AS before
FROM expense_in_force AS expense
JOIN decision_in_force AS decision ON decision.id = (
  SELECT last.id
  FROM decision_in_force AS last
  JOIN fact ON fact.id = last.id
  WHERE last.request_id = expense.id AND last.happened_on <= :on
  ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
  LIMIT 1
)
WHERE expense.happened_on >= :start AND expense.happened_on < :end AND decision.verdict = 'approved'
ORDER BY expense.happened_on, expense.id
