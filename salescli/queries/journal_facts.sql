-- One row: a fact recorded in [:since, :until), of the actors :by or :code and of kind :kind where these are given, the latest :most
-- of them, the latest first; with the last word before :known on whether it counts: the void or restore, why and by whom.
SELECT fact.id, fact.kind, fact.recorded_at, fact.recorded_by, fact.note, word.id AS void_id, word.effect, word.why AS void_why,
  said.recorded_by AS void_by
FROM fact
LEFT JOIN void AS word ON word.id = (
  SELECT later.id
  FROM void AS later
  JOIN fact AS entry ON entry.id = later.id
  WHERE later.fact_id = fact.id AND entry.recorded_at < :known
  ORDER BY entry.recorded_at DESC, later.id DESC
  LIMIT 1
)
LEFT JOIN fact AS said ON said.id = word.id
WHERE fact.recorded_at >= :since AND fact.recorded_at < :until AND fact.recorded_at < :known
  AND (:by IS NULL OR fact.recorded_by = :by OR fact.recorded_by = :code) AND (:kind IS NULL OR fact.kind = :kind)
ORDER BY fact.recorded_at DESC, fact.id DESC
LIMIT coalesce(:most, 0)
