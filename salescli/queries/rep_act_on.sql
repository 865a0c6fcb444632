-- One row: the latest change of the job of rep :rep_id up to :day (none: a candidate, or not yet hired).
SELECT change.act, change.happened_on
FROM rep_change_in_force AS change
JOIN fact ON fact.id = change.id
WHERE change.rep_id = :rep_id AND change.happened_on <= :day
ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
LIMIT 1
