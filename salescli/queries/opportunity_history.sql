-- One row: what happened with opportunity :opportunity_id up to :day, in order: its opening, owners, parts of shares, stages, follow-ups,
-- contracts with their money, expenses and trips. name: whom or what it is about; word: a key (channel, stage, category);
-- mark: unanswered, won or lost; more: the next step, a probability, a percentage; until: the next contact, the expected close.
WITH happening AS (
  SELECT opportunity.id, 'opportunity' AS kind, opportunity.happened_on,
    opportunity.name, NULL AS word, NULL AS mark,
    customer.name AS text, NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM opportunity_in_force AS opportunity
  LEFT JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
  WHERE opportunity.id = :opportunity_id
  UNION ALL
  SELECT owner.id, 'opportunity_owner' AS kind, owner.happened_on,
    rep.name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM opportunity_owner_in_force AS owner
  JOIN rep_in_force AS rep ON rep.id = owner.rep_id
  WHERE owner.opportunity_id = :opportunity_id
  UNION ALL
  SELECT part.id, 'share' AS kind, part.happened_on,
    rep.name, NULL AS word, NULL AS mark,
    NULL AS text, part.percent AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM share_part_in_force AS part
  JOIN share_in_force AS share ON share.id = part.share_id
  JOIN rep_in_force AS rep ON rep.id = part.rep_id
  WHERE share.opportunity_id = :opportunity_id
  UNION ALL
  SELECT change.id, 'stage_change' AS kind, change.happened_on,
    opportunity.name, change.stage AS word, change.closes AS mark,
    change.next_step AS text, change.probability AS more, change.expected_close AS until, change.amount
  FROM stage_change_in_force AS change
  JOIN opportunity_in_force AS opportunity ON opportunity.id = change.opportunity_id
  WHERE change.opportunity_id = :opportunity_id
  UNION ALL
  SELECT follow_up.id, 'follow_up' AS kind, follow_up.happened_on,
    rep.name, follow_up.channel AS word, CASE follow_up.answered WHEN 0 THEN 'unanswered' END AS mark,
    follow_up.content AS text, follow_up.next_step AS more, follow_up.next_on AS until, CAST(NULL AS BIGINT) AS amount
  FROM follow_up_in_force AS follow_up
  JOIN rep_in_force AS rep ON rep.id = follow_up.rep_id
  WHERE follow_up.opportunity_id = :opportunity_id
  UNION ALL
  SELECT contract.id, 'contract' AS kind, contract.happened_on,
    coalesce(contract.code, opportunity.name) AS name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, contract.amount
  FROM contract_in_force AS contract
  JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
  WHERE contract.opportunity_id = :opportunity_id
  UNION ALL
  SELECT receipt.id, receipt.kind, receipt.happened_on,
    coalesce(contract.code, opportunity.name) AS name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, receipt.amount
  FROM receipt_in_force AS receipt
  JOIN contract_in_force AS contract ON contract.id = receipt.contract_id
  JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
  WHERE contract.opportunity_id = :opportunity_id
  UNION ALL
  SELECT expense.id, 'expense' AS kind, expense.happened_on,
    rep.name, expense.category AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, expense.amount
  FROM expense_in_force AS expense
  JOIN rep_in_force AS rep ON rep.id = expense.rep_id
  WHERE expense.opportunity_id = :opportunity_id
  UNION ALL
  SELECT trip.id, 'trip' AS kind, trip.happened_on,
    rep.name, NULL AS word, NULL AS mark,
    trip.destination AS text, NULL AS more, trip.to_day AS until, trip.cost AS amount
  FROM trip_in_force AS trip
  JOIN rep_in_force AS rep ON rep.id = trip.rep_id
  WHERE trip.opportunity_id = :opportunity_id
)
SELECT happening.id, happening.kind, happening.happened_on, fact.recorded_at, fact.recorded_by, fact.note, happening.name, happening.word,
  happening.mark, happening.text, happening.more, happening.until, happening.amount
FROM happening
JOIN fact ON fact.id = happening.id
WHERE happening.happened_on <= :day
ORDER BY happening.happened_on, fact.recorded_at, happening.id
