-- One row: an opportunity whose code or name holds :text, in capitals or not ('' is in all).
SELECT id, coalesce(code, '') AS code, name
FROM opportunity_in_force
WHERE :text = '' OR replace(lower(code), lower(:text), '') <> lower(code) OR replace(lower(name), lower(:text), '') <> lower(name)
ORDER BY id
