-- One row: an opportunity whose last close lies in [:start, :end) and which is closed still at its end: 1 won, 0 lost.
WITH latest AS (
  SELECT change.opportunity_id, change.id, change.happened_on, change.closes,
    row_number() OVER (
      PARTITION BY change.opportunity_id ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
    ) AS place
  FROM stage_change_in_force AS change
  JOIN fact ON fact.id = change.id
  WHERE change.happened_on < :end
    AND change.opportunity_id IN (
      SELECT closing.opportunity_id FROM stage_change_in_force AS closing
      WHERE closing.happened_on >= :start AND closing.happened_on < :end AND closing.closes IS NOT NULL
    )
)
SELECT NULL AS rep_id, opportunity_id, id AS fact, happened_on, happened_on AS credit_on,
  CASE closes WHEN 'won' THEN 1 ELSE 0 END AS numerator, 1 AS denominator, 0 AS before
FROM latest
WHERE place = 1 AND closes IS NOT NULL AND happened_on >= :start AND :product_id IS NULL
ORDER BY happened_on, id
