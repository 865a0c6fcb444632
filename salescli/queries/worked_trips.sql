-- One row: a trip that meets [:start, :end), asked for and not rejected up to :on.
SELECT trip.rep_id, trip.from_day, trip.to_day
FROM trip_in_force AS trip
WHERE trip.from_day < :end AND trip.to_day >= :start AND trip.happened_on <= :on
  AND coalesce((
    SELECT last.verdict
    FROM decision_in_force AS last
    JOIN fact ON fact.id = last.id
    WHERE last.request_id = trip.id AND last.happened_on <= :on
    ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
    LIMIT 1
  ), 'approved') <> 'rejected'
ORDER BY trip.rep_id, trip.from_day
