-- One row: a report of the trip :trip_id, the one that counts first.
SELECT report.id, report.happened_on, report.cost
FROM trip_report_in_force AS report
JOIN fact ON fact.id = report.id
WHERE report.trip_id = :trip_id
ORDER BY report.happened_on DESC, fact.recorded_at DESC, report.id DESC
