-- One row: a trip that begins in [:start, :end), was over a limit when it was asked for, and was not rejected up to :on.
SELECT trip.rep_id, trip.opportunity_id, trip.id AS fact, trip.from_day AS happened_on, trip.from_day AS credit_on,
  1 AS numerator, 1 AS denominator, 0 AS before
FROM trip_in_force AS trip
WHERE trip.from_day >= :start AND trip.from_day < :end AND trip.happened_on <= :on AND trip.limit_note IS NOT NULL
  AND :product_id IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM decision_in_force AS decision
    WHERE decision.request_id = trip.id AND decision.verdict = 'rejected' AND decision.happened_on <= :on
  )
ORDER BY trip.from_day, trip.id
