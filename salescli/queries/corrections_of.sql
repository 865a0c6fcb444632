-- One row: a correction in force of fact :id, in the order of entry.
SELECT correction.id, correction.field, correction.value, correction.why, fact.recorded_at, fact.recorded_by
FROM correction_in_force AS correction
JOIN fact ON fact.id = correction.id
WHERE correction.fact_id = :id
ORDER BY fact.recorded_at, correction.id
