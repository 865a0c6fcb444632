-- One row: an opportunity opened in [:start, :end), under its first owner as known on :on, with what it or a stage change of it up to then states.
SELECT owner.rep_id, opportunity.id AS fact, opportunity.happened_on,
  opportunity.code, opportunity.customer_id, opportunity.rate,
  max(change.amount) AS amount, max(change.probability) AS probability, max(change.expected_close) AS expected_close,
  max(change.next_step) AS next_step
FROM opportunity_in_force AS opportunity
JOIN opportunity_owner_in_force AS owner ON owner.id = (
  SELECT first.id
  FROM opportunity_owner_in_force AS first
  JOIN fact ON fact.id = first.id
  WHERE first.opportunity_id = opportunity.id AND first.happened_on <= :on
  ORDER BY first.happened_on, fact.recorded_at, first.id
  LIMIT 1
)
LEFT JOIN stage_change_in_force AS change ON change.opportunity_id = opportunity.id AND change.happened_on <= :on
WHERE opportunity.happened_on >= :start AND opportunity.happened_on < :end
GROUP BY owner.rep_id, opportunity.id, opportunity.happened_on, opportunity.code, opportunity.customer_id, opportunity.rate
ORDER BY opportunity.happened_on, opportunity.id
