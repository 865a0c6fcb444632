-- One row: a period that was closed up to :on, with the day of closing, the digest of its policies and the ledger's head then, in
-- the order of the closings.
SELECT statement.starts_on, statement.ends_on, statement.happened_on AS closed_on, statement.policy_digest, statement.ledger_head
FROM statement_in_force AS statement
JOIN fact ON fact.id = statement.id
WHERE statement.happened_on <= :on
GROUP BY statement.starts_on, statement.ends_on, statement.happened_on, statement.policy_digest, statement.ledger_head
ORDER BY statement.happened_on, min(fact.recorded_at), min(statement.id)
