-- One row: a leave asked for or begun by :day that meets [:start, :end), of rep :rep_id, or of anybody where that is null.
SELECT leave.id, leave.happened_on, leave.rep_id, rep.code AS rep, rep.name, leave.leave_kind AS kind, leave.from_day,
  leave.to_day
FROM leave_in_force AS leave
JOIN rep_in_force AS rep ON rep.id = leave.rep_id
WHERE (leave.happened_on <= :day OR leave.from_day <= :day) AND leave.from_day < :end AND leave.to_day >= :start
  AND (:rep_id IS NULL OR leave.rep_id = :rep_id)
ORDER BY leave.from_day, leave.id
