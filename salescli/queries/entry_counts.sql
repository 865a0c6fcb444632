-- One row: how many expenses and trips a rep has entered for a day of [:start, :end) that are in force; or one such, or a follow-up, that was voided.
SELECT rep_id, NULL AS fact, happened_on, CAST(sum(entries) AS BIGINT) AS entries, 0 AS voided
FROM (
  SELECT rep_id, happened_on, count(*) AS entries
  FROM expense_in_force
  WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end
  GROUP BY rep_id, happened_on
  UNION ALL
  SELECT rep_id, happened_on, count(*)
  FROM trip_in_force
  WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end
  GROUP BY rep_id, happened_on
) AS day
GROUP BY rep_id, happened_on
UNION ALL
SELECT follow_up.rep_id, follow_up.id, follow_up.happened_on, 1, 1
FROM follow_up
JOIN voided ON voided.fact_id = follow_up.id
WHERE follow_up.rep_id IN (SELECT id FROM rep) AND follow_up.happened_on >= :start AND follow_up.happened_on < :end
UNION ALL
SELECT expense.rep_id, expense.id, expense.happened_on, 1, 1
FROM expense
JOIN voided ON voided.fact_id = expense.id
WHERE expense.rep_id IN (SELECT id FROM rep) AND expense.happened_on >= :start AND expense.happened_on < :end
UNION ALL
SELECT trip.rep_id, trip.id, trip.happened_on, 1, 1
FROM trip
JOIN voided ON voided.fact_id = trip.id
WHERE trip.rep_id IN (SELECT id FROM rep) AND trip.happened_on >= :start AND trip.happened_on < :end
ORDER BY 3, 1, 2 NULLS FIRST
