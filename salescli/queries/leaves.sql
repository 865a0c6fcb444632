-- One row: a leave that meets [:start, :end).
SELECT rep_id, from_day, to_day
FROM leave_in_force
WHERE from_day < :end AND to_day >= :start
ORDER BY rep_id, from_day
