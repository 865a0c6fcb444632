-- One row: a waiver said by :on, in the order in which they were said.
SELECT waiver.id, waiver.fact_id, waiver.penalty, waiver.happened_on, fact.recorded_by AS who, waiver.why
FROM waiver_in_force AS waiver
JOIN fact ON fact.id = waiver.id
WHERE waiver.happened_on <= :on
ORDER BY waiver.happened_on, fact.recorded_at, waiver.id
