-- One row: a fact that a correction recorded in another's place, right after the void that took that one back, and whether each
-- of the two counts (1, 0); in the order of entry.
SELECT void.fact_id AS old_id, fact.id AS new_id,
  CASE WHEN EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = void.fact_id) THEN 0 ELSE 1 END AS old_counts,
  CASE WHEN EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = fact.id) THEN 0 ELSE 1 END AS new_counts
FROM void
JOIN fact AS entry ON entry.id = void.id
JOIN fact AS before ON before.id = void.fact_id
JOIN fact ON fact.id = void.id + 1 AND fact.recorded_at = entry.recorded_at AND fact.kind = before.kind
WHERE void.effect = 'void'
ORDER BY fact.recorded_at, fact.id
