-- One row: a fact that a correction recorded in another's place, right after the void that took that one back; :id is one of the
-- three.
SELECT void.fact_id AS old_id, void.id AS void_id, fact.id AS new_id
FROM void
JOIN fact AS entry ON entry.id = void.id
JOIN fact AS before ON before.id = void.fact_id
JOIN fact ON fact.id = void.id + 1 AND fact.recorded_at = entry.recorded_at AND fact.kind = before.kind
WHERE void.effect = 'void' AND (void.fact_id = :id OR void.id = :id OR void.id = :id - 1)
ORDER BY void.id
