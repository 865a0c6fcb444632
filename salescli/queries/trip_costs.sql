-- One row: a trip for an opportunity, asked for in [:start, :end), whose last decision up to :on approves it; its travel cost: as reported,
-- else as approved, else as asked for.
WITH known AS (
  SELECT trip.id, trip.rep_id, trip.opportunity_id, trip.happened_on, trip.from_day, trip.to_day, trip.cost,
    (
      SELECT last.id
      FROM decision_in_force AS last
      JOIN fact ON fact.id = last.id
      WHERE last.request_id = trip.id AND last.happened_on <= :on
      ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
      LIMIT 1
    ) AS decision_id,
    (
      SELECT last.id
      FROM trip_report_in_force AS last
      JOIN fact ON fact.id = last.id
      WHERE last.trip_id = trip.id AND last.happened_on <= :on
      ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
      LIMIT 1
    ) AS report_id
  FROM trip_in_force AS trip
  WHERE trip.happened_on >= :start AND trip.happened_on < :end AND trip.opportunity_id IS NOT NULL
)
SELECT known.id AS fact, known.rep_id, known.opportunity_id, known.happened_on, known.from_day, known.to_day,
  coalesce(report.cost, decision.amount, known.cost, 0) AS travel
FROM known
JOIN decision_in_force AS decision ON decision.id = known.decision_id
LEFT JOIN trip_report_in_force AS report ON report.id = known.report_id
WHERE decision.verdict = 'approved'
ORDER BY known.happened_on, known.id
