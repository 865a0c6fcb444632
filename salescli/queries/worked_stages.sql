-- One row: a rep with how many stage changes of [:start, :end) led an opportunity, the rep's on that day, from one stage to another.
WITH changed AS (
  SELECT change.stage, (
      SELECT owner.rep_id
      FROM opportunity_owner_in_force AS owner
      JOIN fact ON fact.id = owner.id
      WHERE owner.opportunity_id = change.opportunity_id AND owner.happened_on <= change.happened_on
      ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
      LIMIT 1
    ) AS rep_id, (
      SELECT before.stage
      FROM stage_change_in_force AS before
      JOIN fact ON fact.id = before.id
      WHERE before.opportunity_id = change.opportunity_id
        AND (before.happened_on, fact.recorded_at, before.id) < (change.happened_on, entry.recorded_at, change.id)
      ORDER BY before.happened_on DESC, fact.recorded_at DESC, before.id DESC
      LIMIT 1
    ) AS stage_before
  FROM stage_change_in_force AS change
  JOIN fact AS entry ON entry.id = change.id
  WHERE change.happened_on >= :start AND change.happened_on < :end
)
SELECT rep_id, CAST(count(*) AS BIGINT) AS number
FROM changed
WHERE rep_id IS NOT NULL AND stage_before <> stage
GROUP BY rep_id
ORDER BY rep_id
