-- One row: the team with the id :id.
SELECT id, code, name
FROM team_in_force
WHERE id = :id
