-- One row: a leave of rep :rep_id that meets the days :from_day to :to_day, both included.
SELECT id, from_day, to_day
FROM leave_in_force
WHERE rep_id = :rep_id AND from_day <= :to_day AND to_day >= :from_day
ORDER BY from_day, id
