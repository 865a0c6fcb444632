-- One row: a rep whose code or name holds :text ('' is in all).
SELECT id, coalesce(code, '') AS code, name AS name
FROM rep_in_force
WHERE instr(lower(code), lower(:text)) > 0 OR instr(lower(name), lower(:text)) > 0
ORDER BY id
