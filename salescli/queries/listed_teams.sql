-- One row: a team known on :day.
SELECT id, code, name
FROM team_in_force
WHERE happened_on <= :day
ORDER BY code
