-- One row: from a day on an opportunity has this owner (percent null), or a rep has this part of a share of it; of the
-- :opportunities (the keys of a JSON object) their whole histories in order.
WITH change AS (
  SELECT owner.opportunity_id, owner.happened_on, owner.id, owner.rep_id, NULL AS percent, owner.id AS part_id
  FROM opportunity_owner_in_force AS owner
  WHERE owner.opportunity_id IN (SELECT CAST(key AS BIGINT) FROM json_each(:opportunities))
  UNION ALL
  SELECT share.opportunity_id, share.happened_on, share.id, part.rep_id, part.percent, part.id
  FROM share_in_force AS share
  JOIN share_part_in_force AS part ON part.share_id = share.id
  WHERE share.opportunity_id IN (SELECT CAST(key AS BIGINT) FROM json_each(:opportunities))
)
SELECT change.opportunity_id, change.happened_on, change.id, rep.code AS rep, change.percent
FROM change
JOIN rep_in_force AS rep ON rep.id = change.rep_id
JOIN fact ON fact.id = change.id
ORDER BY change.opportunity_id, change.happened_on, fact.recorded_at, change.id, change.part_id
