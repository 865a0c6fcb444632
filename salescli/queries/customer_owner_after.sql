-- One row: the last change of the owner of customer :customer_id, where it is after :day: since when, and whose (NULL: nobody's).
SELECT rep.code, rep.name, owner.happened_on AS since
FROM customer_owner_in_force AS owner
JOIN fact ON fact.id = owner.id
LEFT JOIN rep_in_force AS rep ON rep.id = owner.rep_id
WHERE owner.customer_id = :customer_id AND owner.happened_on > :day
ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
LIMIT 1
