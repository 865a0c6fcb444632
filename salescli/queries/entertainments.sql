-- One row: an entertainment on an opportunity before :end whose latest decision up to :on approves it, where no contract of the
-- opportunity was signed by its day: what was paid out or approved, from which day the opportunity was lost, when it was signed.
WITH entertainment AS (
  SELECT expense.id, expense.rep_id, expense.happened_on, expense.opportunity_id, expense.amount,
    (
      SELECT min(contract.happened_on)
      FROM contract_in_force AS contract
      WHERE contract.opportunity_id = expense.opportunity_id AND contract.happened_on <= :on
    ) AS signed_on,
    (
      SELECT latest.id
      FROM decision_in_force AS latest
      JOIN fact ON fact.id = latest.id
      WHERE latest.request_id = expense.id AND latest.happened_on <= :on
      ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
      LIMIT 1
    ) AS decision_id,
    (
      SELECT latest.id
      FROM stage_change_in_force AS latest
      JOIN fact ON fact.id = latest.id
      WHERE latest.opportunity_id = expense.opportunity_id AND latest.happened_on <= expense.happened_on
      ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
      LIMIT 1
    ) AS stage_change_id
  FROM expense_in_force AS expense
  WHERE expense.category = 'entertainment' AND expense.opportunity_id IS NOT NULL AND expense.happened_on < :end
)
SELECT entertainment.id, rep.code AS rep, entertainment.happened_on, opportunity.name AS opportunity,
  coalesce(
    (
      SELECT CAST(sum(settlement.amount) AS BIGINT)
      FROM settlement_in_force AS settlement
      WHERE settlement.request_id = entertainment.id AND settlement.happened_on <= :on
    ),
    decision.amount, entertainment.amount
  ) AS spent,
  CASE WHEN stood.closes = 'lost' THEN entertainment.happened_on ELSE (
    SELECT min(lost.happened_on)
    FROM stage_change_in_force AS lost
    JOIN fact AS entry ON entry.id = lost.id
    WHERE lost.opportunity_id = entertainment.opportunity_id AND lost.closes = 'lost'
      AND lost.happened_on > entertainment.happened_on AND lost.happened_on <= :on
      AND NOT EXISTS (
        SELECT 1
        FROM stage_change_in_force AS later
        JOIN fact ON fact.id = later.id
        WHERE later.opportunity_id = lost.opportunity_id AND later.happened_on = lost.happened_on
          AND (fact.recorded_at, later.id) > (entry.recorded_at, lost.id)
      )
  ) END AS lost_on,
  entertainment.signed_on
FROM entertainment
JOIN rep_in_force AS rep ON rep.id = entertainment.rep_id
JOIN opportunity_in_force AS opportunity ON opportunity.id = entertainment.opportunity_id
JOIN decision_in_force AS decision ON decision.id = entertainment.decision_id
LEFT JOIN stage_change_in_force AS stood ON stood.id = entertainment.stage_change_id
WHERE decision.verdict = 'approved'
  AND (entertainment.signed_on IS NULL OR entertainment.signed_on > entertainment.happened_on)
ORDER BY entertainment.happened_on, entertainment.id
