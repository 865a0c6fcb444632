-- One row: a team whose code or name holds :text, in capitals or not ('' is in all).
SELECT id, code, name
FROM team_in_force
WHERE :text = '' OR replace(lower(code), lower(:text), '') <> lower(code) OR replace(lower(name), lower(:text), '') <> lower(name)
ORDER BY id
