-- One row: a rep or candidate known on :day.
SELECT id, code, name, candidate
FROM rep_in_force
WHERE happened_on <= :day
ORDER BY code
