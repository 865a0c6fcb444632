-- One row: as in credits.sql, a change of an opportunity's owner (percent null) or a part of a share; of the opportunities that are
-- open on :day.
WITH touched AS (
  SELECT opportunity.id AS opportunity_id
  FROM opportunity_in_force AS opportunity
  WHERE NOT EXISTS (
    SELECT 1 FROM stage_change_in_force AS change
    WHERE change.closes IS NOT NULL AND change.id = (
      SELECT last.id
      FROM stage_change_in_force AS last
      JOIN fact ON fact.id = last.id
      WHERE last.opportunity_id = opportunity.id AND last.happened_on <= :day
      ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
      LIMIT 1
    )
  )
), change AS (
  SELECT owner.opportunity_id, owner.happened_on, owner.id, owner.rep_id, NULL AS percent, owner.id AS part_id
  FROM opportunity_owner_in_force AS owner
  WHERE owner.opportunity_id IN (SELECT opportunity_id FROM touched) AND owner.happened_on <= :day
  UNION ALL
  SELECT share.opportunity_id, share.happened_on, share.id, part.rep_id, part.percent, part.id
  FROM share_in_force AS share
  JOIN share_part_in_force AS part ON part.share_id = share.id
  WHERE share.opportunity_id IN (SELECT opportunity_id FROM touched) AND share.happened_on <= :day
)
SELECT change.opportunity_id, change.happened_on, change.id, rep.code AS rep, change.percent
FROM change
JOIN rep_in_force AS rep ON rep.id = change.rep_id
JOIN fact ON fact.id = change.id
ORDER BY change.opportunity_id, change.happened_on, fact.recorded_at, change.id, change.part_id
