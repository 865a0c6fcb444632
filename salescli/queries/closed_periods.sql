-- One row: a closed period that has days in [:start, :end), with its first day and the first day after it.
SELECT DISTINCT starts_on, ends_on
FROM statement_in_force
WHERE starts_on < :end AND ends_on > :start
ORDER BY starts_on, ends_on
