-- One row: a rep's statement of exactly [:start, :end) that was made up to :on, with who made it and when.
SELECT statement.id, rep.code AS rep, rep.name, statement.starts_on, statement.ends_on, statement.happened_on AS closed_on,
  statement.figures, statement.policy_digest, statement.ledger_head, fact.recorded_by, fact.recorded_at
FROM statement_in_force AS statement
JOIN fact ON fact.id = statement.id
JOIN rep_in_force AS rep ON rep.id = statement.rep_id
WHERE statement.starts_on = :start AND statement.ends_on = :end AND statement.happened_on <= :on
ORDER BY rep.code, statement.id
