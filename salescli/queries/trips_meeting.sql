-- One row: a trip of rep :rep_id that meets the days :from_day to :to_day, both included, and that its latest decision does not reject.
SELECT trip.id, trip.destination, trip.from_day, trip.to_day
FROM trip_in_force AS trip
WHERE trip.rep_id = :rep_id AND trip.from_day <= :to_day AND trip.to_day >= :from_day
  AND coalesce((
    SELECT decision.verdict
    FROM decision_in_force AS decision
    JOIN fact ON fact.id = decision.id
    WHERE decision.request_id = trip.id
    ORDER BY decision.happened_on DESC, fact.recorded_at DESC, decision.id DESC
    LIMIT 1
  ), 'approved') <> 'rejected'
ORDER BY trip.from_day, trip.id
