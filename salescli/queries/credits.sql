-- One row: from a day on an opportunity has this owner (percent null), or a rep has this part of a share of it; of the
-- opportunities with a contract signed, money received, a stage change, an expense or a trip asked for in [:start, :end), their whole
-- histories in order.
WITH touched AS (
  SELECT contract.opportunity_id
  FROM receipt_in_force AS receipt
  JOIN contract_in_force AS contract ON contract.id = receipt.contract_id
  WHERE receipt.happened_on >= :start AND receipt.happened_on < :end
  UNION
  SELECT opportunity_id
  FROM contract_in_force
  WHERE id IN (
    SELECT said.id FROM contract AS said WHERE said.happened_on >= :start AND said.happened_on < :end
    UNION
    SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
  ) AND happened_on >= :start AND happened_on < :end
  UNION
  SELECT opportunity_id
  FROM stage_change_in_force
  WHERE happened_on >= :start AND happened_on < :end
  UNION
  SELECT opportunity_id
  FROM expense_in_force
  WHERE opportunity_id IS NOT NULL AND happened_on >= :start AND happened_on < :end
  UNION
  SELECT opportunity_id
  FROM trip_in_force
  WHERE opportunity_id IS NOT NULL AND happened_on >= :start AND happened_on < :end
), change AS (
  SELECT owner.opportunity_id, owner.happened_on, owner.id, owner.rep_id, NULL AS percent, owner.id AS part_id
  FROM opportunity_owner_in_force AS owner
  WHERE owner.opportunity_id IN (SELECT opportunity_id FROM touched)
  UNION ALL
  SELECT share.opportunity_id, share.happened_on, share.id, part.rep_id, part.percent, part.id
  FROM share_in_force AS share
  JOIN share_part_in_force AS part ON part.share_id = share.id
  WHERE share.opportunity_id IN (SELECT opportunity_id FROM touched)
)
SELECT change.opportunity_id, change.happened_on, change.id, rep.code AS rep, change.percent
FROM change
JOIN rep_in_force AS rep ON rep.id = change.rep_id
JOIN fact ON fact.id = change.id
ORDER BY change.opportunity_id, change.happened_on, fact.recorded_at, change.id, change.part_id
