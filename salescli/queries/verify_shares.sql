-- One row: a part of a set of shares in force (null: it has none); the parts of a set sum to 100.
SELECT share.id AS share_id, share.opportunity_id, part.percent
FROM share_in_force AS share
LEFT JOIN share_part_in_force AS part ON part.share_id = share.id
ORDER BY share.id, part.id
