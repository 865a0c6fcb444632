-- One row: as in credits.sql, a change of an opportunity's owner (percent null) or a part of a share; of the opportunities whose
-- contracts can have a part in the collection rate of [:start, :end), as collections.sql has it.
WITH touched AS (
  SELECT contract.opportunity_id
  FROM contract_in_force AS contract
  WHERE contract.happened_on < :end AND (
    contract.happened_on >= :start
    OR contract.amount > (
      SELECT coalesce(sum(CASE receipt.kind WHEN 'refund' THEN -receipt.amount ELSE receipt.amount END), 0)
      FROM receipt_in_force AS receipt
      WHERE receipt.contract_id = contract.id AND receipt.happened_on < :start
    )
    OR EXISTS (
      SELECT 1 FROM receipt_in_force AS receipt
      WHERE receipt.contract_id = contract.id AND receipt.happened_on >= :start AND receipt.happened_on < :end
    )
    OR EXISTS (
      SELECT 1 FROM instalment_in_force AS instalment
      WHERE instalment.contract_id = contract.id AND instalment.due_on >= :start AND instalment.due_on < :end
        AND instalment.happened_on <= :on
    )
  )
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
