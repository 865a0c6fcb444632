-- One row: the rep who owns opportunity :opportunity_id on :day.
SELECT rep.id, rep.code, rep.name
FROM (
  SELECT owner.rep_id
  FROM opportunity_owner_in_force AS owner
  JOIN fact ON fact.id = owner.id
  WHERE owner.opportunity_id = :opportunity_id AND owner.happened_on <= :day
  ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
  LIMIT 1
) AS latest
JOIN rep_in_force AS rep ON rep.id = latest.rep_id
