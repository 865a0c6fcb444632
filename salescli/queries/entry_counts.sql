-- One row: how many follow-ups, expenses and trips a rep has entered for a day of [:start, :end) that are in force; or one such that was voided.
-- What replaces another (recorded in one act, right after the void of it) is not an entry of its own.
SELECT rep_id, NULL AS fact, happened_on, CAST(sum(entries) AS BIGINT) AS entries, 0 AS voided
FROM (
  SELECT rep_id, happened_on, count(*) AS entries
  FROM follow_up_in_force AS entry
  WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end
    AND NOT EXISTS (
      SELECT 1
      FROM void
      JOIN fact AS said ON said.id = void.id
      JOIN fact AS before ON before.id = void.fact_id
      JOIN fact AS entered ON entered.id = entry.id
      WHERE void.id = entry.id - 1 AND said.recorded_at = entered.recorded_at AND before.kind = entered.kind
    )
  GROUP BY rep_id, happened_on
  UNION ALL
  SELECT rep_id, happened_on, count(*)
  FROM expense_in_force AS entry
  WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end
    AND NOT EXISTS (
      SELECT 1
      FROM void
      JOIN fact AS said ON said.id = void.id
      JOIN fact AS before ON before.id = void.fact_id
      JOIN fact AS entered ON entered.id = entry.id
      WHERE void.id = entry.id - 1 AND said.recorded_at = entered.recorded_at AND before.kind = entered.kind
    )
  GROUP BY rep_id, happened_on
  UNION ALL
  SELECT rep_id, happened_on, count(*)
  FROM trip_in_force AS entry
  WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end
    AND NOT EXISTS (
      SELECT 1
      FROM void
      JOIN fact AS said ON said.id = void.id
      JOIN fact AS before ON before.id = void.fact_id
      JOIN fact AS entered ON entered.id = entry.id
      WHERE void.id = entry.id - 1 AND said.recorded_at = entered.recorded_at AND before.kind = entered.kind
    )
  GROUP BY rep_id, happened_on
) AS day
GROUP BY rep_id, happened_on
UNION ALL
SELECT follow_up.rep_id, follow_up.id, follow_up.happened_on, 1, 1
FROM follow_up
WHERE follow_up.rep_id IN (SELECT id FROM rep) AND follow_up.happened_on >= :start AND follow_up.happened_on < :end
  AND follow_up.id IN (SELECT voided.fact_id FROM voided WHERE voided.fact_id = follow_up.id)
  AND NOT EXISTS (
    SELECT 1
    FROM void
    JOIN fact AS said ON said.id = void.id
    JOIN fact AS before ON before.id = void.fact_id
    JOIN fact AS entered ON entered.id = follow_up.id
    WHERE void.id = follow_up.id - 1 AND said.recorded_at = entered.recorded_at AND before.kind = entered.kind
  )
UNION ALL
SELECT expense.rep_id, expense.id, expense.happened_on, 1, 1
FROM expense
WHERE expense.rep_id IN (SELECT id FROM rep) AND expense.happened_on >= :start AND expense.happened_on < :end
  AND expense.id IN (SELECT voided.fact_id FROM voided WHERE voided.fact_id = expense.id)
  AND NOT EXISTS (
    SELECT 1
    FROM void
    JOIN fact AS said ON said.id = void.id
    JOIN fact AS before ON before.id = void.fact_id
    JOIN fact AS entered ON entered.id = expense.id
    WHERE void.id = expense.id - 1 AND said.recorded_at = entered.recorded_at AND before.kind = entered.kind
  )
UNION ALL
SELECT trip.rep_id, trip.id, trip.happened_on, 1, 1
FROM trip
WHERE trip.rep_id IN (SELECT id FROM rep) AND trip.happened_on >= :start AND trip.happened_on < :end
  AND trip.id IN (SELECT voided.fact_id FROM voided WHERE voided.fact_id = trip.id)
  AND NOT EXISTS (
    SELECT 1
    FROM void
    JOIN fact AS said ON said.id = void.id
    JOIN fact AS before ON before.id = void.fact_id
    JOIN fact AS entered ON entered.id = trip.id
    WHERE void.id = trip.id - 1 AND said.recorded_at = entered.recorded_at AND before.kind = entered.kind
  )
ORDER BY 3, 1, 2 NULLS FIRST
