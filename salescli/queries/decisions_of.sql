-- One row: a decision of the request :request_id with who decided, the one that counts first.
SELECT decision.id, decision.happened_on, decision.verdict, decision.amount, decision.why,
  coalesce(rep.name, fact.recorded_by) AS who
FROM decision_in_force AS decision
JOIN fact ON fact.id = decision.id
LEFT JOIN rep_in_force AS rep ON rep.id = decision.rep_id
WHERE decision.request_id = :request_id
ORDER BY decision.happened_on DESC, fact.recorded_at DESC, decision.id DESC
