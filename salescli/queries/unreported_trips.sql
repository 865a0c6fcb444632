-- One row: a trip asked for by :day whose last day is before it, that was approved (its latest decision by then counts) and not
-- reported by then.
SELECT trip.id, trip.rep_id, trip.destination, trip.to_day, trip.opportunity_id, opportunity.name AS opportunity,
  opportunity.customer_id, customer.name AS customer
FROM trip_in_force AS trip
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = trip.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
WHERE trip.to_day < :day AND trip.happened_on <= :day
  AND NOT EXISTS (
    SELECT 1 FROM trip_report_in_force AS report WHERE report.trip_id = trip.id AND report.happened_on <= :day
  )
  AND (
    SELECT decision.verdict
    FROM decision_in_force AS decision
    JOIN fact ON fact.id = decision.id
    WHERE decision.request_id = trip.id AND decision.happened_on <= :day
    ORDER BY decision.happened_on DESC, fact.recorded_at DESC, decision.id DESC
    LIMIT 1
  ) = 'approved'
ORDER BY trip.to_day, trip.id
