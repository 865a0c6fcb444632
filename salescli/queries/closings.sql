-- One row: a period that was closed up to :on, with the day of closing, the digest of its policies and the ledger's head then.
SELECT DISTINCT starts_on, ends_on, happened_on AS closed_on, policy_digest, ledger_head
FROM statement_in_force
WHERE happened_on <= :on
ORDER BY happened_on, starts_on, ends_on
