-- One row: what happened to the job of rep :rep_id up to :day, in order; name: the new team, word: the new post, amount: the new base.
WITH happening AS (
  SELECT rep.id, 'rep' AS kind, rep.happened_on,
    rep.name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM rep_in_force AS rep
  WHERE rep.id = :rep_id
  UNION ALL
  SELECT change.id, change.act AS kind, change.happened_on,
    team.name, change.post AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, change.base AS amount
  FROM rep_change_in_force AS change
  LEFT JOIN team_in_force AS team ON team.id = change.team_id
  WHERE change.rep_id = :rep_id
)
SELECT happening.id, happening.kind, happening.happened_on, fact.recorded_at, fact.recorded_by, fact.note, happening.name, happening.word,
  happening.mark, happening.text, happening.more, happening.until, happening.amount
FROM happening
JOIN fact ON fact.id = happening.id
WHERE happening.happened_on <= :day
ORDER BY happening.happened_on, fact.recorded_at, happening.id
