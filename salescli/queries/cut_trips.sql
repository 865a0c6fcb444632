-- One row: a trip for an opportunity (:opportunity_id, or any where that is null), asked for and approved up to :on (its latest decision counts), of
-- which one of the day it was asked for and its first lies in [:start, :end) and the other does not.
SELECT trip.id, trip.happened_on, trip.from_day
FROM trip_in_force AS trip
JOIN decision_in_force AS decision ON decision.id = (
  SELECT latest.id
  FROM decision_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.request_id = trip.id AND latest.happened_on <= :on
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE trip.opportunity_id IS NOT NULL AND (:opportunity_id IS NULL OR trip.opportunity_id = :opportunity_id)
  AND trip.happened_on <= :on AND decision.verdict = 'approved'
  AND (trip.happened_on >= :start AND trip.happened_on < :end) <> (trip.from_day >= :start AND trip.from_day < :end)
ORDER BY trip.id
