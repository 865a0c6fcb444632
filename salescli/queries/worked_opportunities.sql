-- One row: a rep with how many different opportunities, as their owner of that day, were opened or had a stage entered in [:start, :end),
-- or were spoken about in a follow-up of the rep's.
WITH moved AS (
  SELECT id AS opportunity_id, happened_on
  FROM opportunity_in_force
  WHERE happened_on >= :start AND happened_on < :end
  UNION
  SELECT opportunity_id, happened_on
  FROM stage_change_in_force
  WHERE happened_on >= :start AND happened_on < :end
), worked AS (
  SELECT moved.opportunity_id, (
      SELECT owner.rep_id
      FROM opportunity_owner_in_force AS owner
      JOIN fact ON fact.id = owner.id
      WHERE owner.opportunity_id = moved.opportunity_id AND owner.happened_on <= moved.happened_on
      ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
      LIMIT 1
    ) AS rep_id
  FROM moved
  UNION
  SELECT opportunity_id, rep_id
  FROM follow_up_in_force
  WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end AND opportunity_id IS NOT NULL
)
SELECT rep_id, CAST(count(*) AS BIGINT) AS number
FROM worked
WHERE rep_id IS NOT NULL
GROUP BY rep_id
ORDER BY rep_id
