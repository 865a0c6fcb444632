-- One row: a trip that began before :end and was asked for by :on, unless it was over and reported before :since, with its latest
-- decision up to :on, the day of its first report up to then, and what it cost. (+: nearly all have begun by then, an index is a detour.)
SELECT trip.id, rep.code AS rep, trip.destination, trip.happened_on AS asked_on, trip.from_day, trip.to_day,
  trip.limit_note, decision.verdict,
  (
    SELECT min(report.happened_on)
    FROM trip_report_in_force AS report
    WHERE report.trip_id = trip.id AND report.happened_on <= :on
  ) AS reported_on,
  coalesce(
    (
      SELECT latest.cost
      FROM trip_report_in_force AS latest
      JOIN fact ON fact.id = latest.id
      WHERE latest.trip_id = trip.id AND latest.happened_on <= :on AND latest.cost IS NOT NULL
      ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
      LIMIT 1
    ),
    decision.amount, trip.cost
  ) AS spent
FROM trip_in_force AS trip
JOIN rep_in_force AS rep ON rep.id = trip.rep_id
LEFT JOIN decision_in_force AS decision ON decision.id = (
  SELECT latest.id
  FROM decision_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.request_id = trip.id AND latest.happened_on <= :on
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE trip.id IN (
  SELECT said.id
  FROM trip AS said
  WHERE +said.from_day < :end AND said.happened_on <= :on AND (said.to_day >= :since OR said.id NOT IN (
    SELECT early.trip_id
    FROM trip_report_in_force AS early
    WHERE early.happened_on <= :on AND early.happened_on < :since
  ))
)
ORDER BY trip.from_day, trip.id
