-- One row: a change of a rep's job (hire, move, raise, depart) in the order of the history; a rep without any, as a
-- candidate, has one row without a change.
SELECT rep.id AS rep_id, rep.code, rep.name, rep.candidate,
  change.happened_on, change.act, change.post, change.team_id, change.base
FROM rep_in_force AS rep
LEFT JOIN rep_change_in_force AS change ON change.rep_id = rep.id
LEFT JOIN fact ON fact.id = change.id
ORDER BY rep.code, change.happened_on, fact.recorded_at, change.id
