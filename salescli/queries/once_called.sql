-- One row: a name or code that a customer, an opportunity or a rep has or once had, in force or voided, as known before the instant
-- :known, and that holds :text, in capitals or not; or any of the one with the id :id. code, name: as they are now; void_id: the void
-- of it, where it counts no more.
WITH thing AS (
  SELECT id, 'customer' AS kind, '' AS code, name
  FROM customer
  UNION ALL
  SELECT id, 'opportunity', coalesce(code, ''), name
  FROM opportunity
  UNION ALL
  SELECT id, 'rep', code, name
  FROM rep
), called AS (
  SELECT id, name AS text
  FROM thing
  UNION
  SELECT id, code
  FROM thing
  WHERE code <> ''
  UNION
  SELECT correction.fact_id, correction.value
  FROM correction
  JOIN fact ON fact.id = correction.id
  WHERE correction.field IN ('name', 'code') AND correction.value <> '' AND fact.recorded_at < :known
), found AS (
  SELECT thing.id, thing.kind, called.text AS called,
    coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = thing.id AND c.field = 'code'), thing.code) AS code,
    coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = thing.id AND c.field = 'name'), thing.name) AS name,
    (
      SELECT last.id
      FROM void AS last
      JOIN fact AS said ON said.id = last.id
      JOIN voided ON voided.fact_id = last.fact_id
      WHERE last.fact_id = thing.id AND last.effect = 'void' AND said.recorded_at < :known
      ORDER BY said.recorded_at DESC, last.id DESC
      LIMIT 1
    ) AS void_id
  FROM called
  JOIN thing ON thing.id = called.id
  JOIN fact ON fact.id = thing.id
  WHERE fact.recorded_at < :known
    AND (thing.id = :id OR (:text <> '' AND replace(lower(called.text), lower(:text), '') <> lower(called.text)))
)
SELECT found.id, found.kind, found.called, found.code, found.name, void.why AS void_why, said.recorded_by AS voided_by
FROM found
LEFT JOIN void ON void.id = found.void_id
LEFT JOIN fact AS said ON said.id = found.void_id
ORDER BY found.id, found.called
