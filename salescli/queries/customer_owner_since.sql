-- One row: the rep who owns customer :customer_id on :day, and since when (none where it was released or never owned).
SELECT rep.code, rep.name, latest.happened_on AS since
FROM (
  SELECT owner.rep_id, owner.happened_on
  FROM customer_owner_in_force AS owner
  JOIN fact ON fact.id = owner.id
  WHERE owner.customer_id = :customer_id AND owner.happened_on <= :day
  ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
  LIMIT 1
) AS latest
JOIN rep_in_force AS rep ON rep.id = latest.rep_id
