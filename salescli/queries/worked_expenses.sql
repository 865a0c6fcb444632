-- One row: a rep with what was approved, by the last decision up to :on (none said: as asked), of the expenses asked for in [:start, :end).
SELECT expense.rep_id, CAST(sum(coalesce(decision.amount, expense.amount)) AS BIGINT) AS number
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
GROUP BY expense.rep_id
ORDER BY expense.rep_id
