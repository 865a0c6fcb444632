-- One row: a stage change before :end of an opportunity of which some stage change lies in [:start, :end), in the order of its history;
-- signed is what the opportunity's contracts signed before :end sum to (none: null).
SELECT change.opportunity_id, change.happened_on, change.stage, change.closes, change.amount,
  (
    SELECT CAST(sum(contract.amount) AS BIGINT)
    FROM contract_in_force AS contract
    WHERE change.closes = 'won' AND contract.opportunity_id = change.opportunity_id AND contract.happened_on < :end
  ) AS signed
FROM stage_change_in_force AS change
JOIN fact ON fact.id = change.id
JOIN opportunity_in_force AS opportunity ON opportunity.id = change.opportunity_id
WHERE change.happened_on < :end
  AND change.opportunity_id IN (
    SELECT moved.opportunity_id FROM stage_change_in_force AS moved WHERE moved.happened_on >= :start AND moved.happened_on < :end
  )
ORDER BY change.opportunity_id, change.happened_on, fact.recorded_at, change.id
