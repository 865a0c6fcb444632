-- One row: a rep's percentage in the shares of opportunity :opportunity_id that are in force on :day (none: the owner has 100).
SELECT rep.code, rep.name, part.percent
FROM share_part_in_force AS part
JOIN rep_in_force AS rep ON rep.id = part.rep_id
WHERE part.share_id = (
  SELECT share.id
  FROM share_in_force AS share
  JOIN fact ON fact.id = share.id
  WHERE share.opportunity_id = :opportunity_id AND share.happened_on <= :day
  ORDER BY share.happened_on DESC, fact.recorded_at DESC, share.id DESC
  LIMIT 1
)
ORDER BY part.id
