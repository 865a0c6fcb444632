-- One row: a trip asked for by :day, of rep :rep_id, or of anybody where that is null, with its latest decision, its
-- latest report and what was paid out up to then.
SELECT trip.id, trip.happened_on, rep.code AS rep, rep.name, trip.destination, trip.from_day, trip.to_day, trip.opportunity_id,
  opportunity.name AS opportunity, opportunity.customer_id, customer.name AS customer, trip.cost, trip.limit_note,
  decision.verdict, decision.amount AS approved, decision.happened_on AS decided_on,
  coalesce(decider.name, entry.recorded_by) AS decided_by, decision.why, report.happened_on AS reported_on, report.outcome,
  report.cost AS spent,
  (
    SELECT CAST(sum(settlement.amount) AS BIGINT)
    FROM settlement_in_force AS settlement
    WHERE settlement.request_id = trip.id AND settlement.happened_on <= :day
  ) AS settled
FROM trip_in_force AS trip
JOIN rep_in_force AS rep ON rep.id = trip.rep_id
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = trip.opportunity_id
LEFT JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
LEFT JOIN decision_in_force AS decision ON decision.id = (
  SELECT latest.id
  FROM decision_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.request_id = trip.id AND latest.happened_on <= :day
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
LEFT JOIN fact AS entry ON entry.id = decision.id
LEFT JOIN rep_in_force AS decider ON decider.id = decision.rep_id
LEFT JOIN trip_report_in_force AS report ON report.id = (
  SELECT latest.id
  FROM trip_report_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.trip_id = trip.id AND latest.happened_on <= :day
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE trip.happened_on <= :day AND (:rep_id IS NULL OR trip.rep_id = :rep_id)
ORDER BY trip.from_day, trip.id
