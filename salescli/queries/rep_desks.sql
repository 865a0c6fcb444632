-- One row: a rep with the last team known up to :day and whether the last of hire and depart was a departure.
SELECT rep.id, rep.code, rep.name,
  (
    SELECT change.team_id
    FROM rep_change_in_force AS change
    JOIN fact ON fact.id = change.id
    WHERE change.rep_id = rep.id AND change.happened_on <= :day AND change.team_id IS NOT NULL
    ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
    LIMIT 1
  ) AS team_id,
  coalesce((
    SELECT CASE change.act WHEN 'depart' THEN 1 ELSE 0 END
    FROM rep_change_in_force AS change
    JOIN fact ON fact.id = change.id
    WHERE change.rep_id = rep.id AND change.happened_on <= :day AND change.act IN ('hire', 'depart')
    ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
    LIMIT 1
  ), 0) AS departed
FROM rep_in_force AS rep
ORDER BY rep.id
