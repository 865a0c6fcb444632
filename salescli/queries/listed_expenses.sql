-- One row: an expense asked for by :day, of rep :rep_id, or of anybody where that is null, with its latest decision and
-- what was paid out up to then.
SELECT expense.id, expense.happened_on, rep.code AS rep, rep.name, expense.category, expense.opportunity_id,
  opportunity.name AS opportunity, coalesce(expense.customer_id, opportunity.customer_id) AS customer_id,
  customer.name AS customer, expense.amount, expense.limit_note, decision.verdict, decision.amount AS approved,
  decision.happened_on AS decided_on, coalesce(decider.name, entry.recorded_by) AS decided_by, decision.why,
  (
    SELECT CAST(sum(settlement.amount) AS BIGINT)
    FROM settlement_in_force AS settlement
    WHERE settlement.request_id = expense.id AND settlement.happened_on <= :day
  ) AS settled
FROM expense_in_force AS expense
JOIN rep_in_force AS rep ON rep.id = expense.rep_id
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = expense.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = coalesce(expense.customer_id, opportunity.customer_id)
LEFT JOIN decision_in_force AS decision ON decision.id = (
  SELECT latest.id
  FROM decision_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.request_id = expense.id AND latest.happened_on <= :day
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
LEFT JOIN fact AS entry ON entry.id = decision.id
LEFT JOIN rep_in_force AS decider ON decider.id = decision.rep_id
WHERE expense.happened_on <= :day AND (:rep_id IS NULL OR expense.rep_id = :rep_id)
ORDER BY expense.happened_on, expense.id
