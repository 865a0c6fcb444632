-- One row: what happened with customer :customer_id up to :day, in order: its entry, owners, contacts, follow-ups, opportunities with
-- their stages, contracts with their money, feedback. name: whom or what it is about; word: a key (channel, stage);
-- mark: unanswered, won or lost; more: the next step, a probability, a rating; until: the next contact, the expected close.
WITH happening AS (
  SELECT customer.id, 'customer' AS kind, customer.happened_on,
    customer.name, NULL AS word, NULL AS mark,
    customer.source AS text, NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM customer_in_force AS customer
  WHERE customer.id = :customer_id
  UNION ALL
  SELECT owner.id, 'customer_owner' AS kind, owner.happened_on,
    rep.name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM customer_owner_in_force AS owner
  LEFT JOIN rep_in_force AS rep ON rep.id = owner.rep_id
  WHERE owner.customer_id = :customer_id
  UNION ALL
  SELECT ended.id, 'disqualification' AS kind, ended.happened_on,
    NULL AS name, NULL AS word, NULL AS mark,
    ended.why AS text, NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM disqualification_in_force AS ended
  WHERE ended.customer_id = :customer_id
  UNION ALL
  SELECT contact.id, 'contact' AS kind, contact.happened_on,
    contact.name, NULL AS word, NULL AS mark,
    contact.title AS text, NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM contact_in_force AS contact
  WHERE contact.customer_id = :customer_id
  UNION ALL
  SELECT follow_up.id, 'follow_up' AS kind, follow_up.happened_on,
    rep.name, follow_up.channel AS word, CASE follow_up.answered WHEN 0 THEN 'unanswered' END AS mark,
    follow_up.content AS text, follow_up.next_step AS more, follow_up.next_on AS until, CAST(NULL AS BIGINT) AS amount
  FROM follow_up_in_force AS follow_up
  JOIN rep_in_force AS rep ON rep.id = follow_up.rep_id
  WHERE follow_up.customer_id = :customer_id
  UNION ALL
  SELECT opportunity.id, 'opportunity' AS kind, opportunity.happened_on,
    opportunity.name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM opportunity_in_force AS opportunity
  WHERE opportunity.customer_id = :customer_id
  UNION ALL
  SELECT change.id, 'stage_change' AS kind, change.happened_on,
    opportunity.name, change.stage AS word, change.closes AS mark,
    change.next_step AS text, change.probability AS more, change.expected_close AS until, change.amount
  FROM stage_change_in_force AS change
  JOIN opportunity_in_force AS opportunity ON opportunity.id = change.opportunity_id
  WHERE opportunity.customer_id = :customer_id
  UNION ALL
  SELECT contract.id, 'contract' AS kind, contract.happened_on,
    coalesce(contract.code, opportunity.name) AS name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, contract.amount
  FROM contract_in_force AS contract
  JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
  WHERE opportunity.customer_id = :customer_id
  UNION ALL
  SELECT receipt.id, receipt.kind, receipt.happened_on,
    coalesce(contract.code, opportunity.name) AS name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, receipt.amount
  FROM receipt_in_force AS receipt
  JOIN contract_in_force AS contract ON contract.id = receipt.contract_id
  JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
  WHERE opportunity.customer_id = :customer_id
  UNION ALL
  SELECT feedback.id, feedback.feedback_kind AS kind, feedback.happened_on,
    rep.name, NULL AS word, NULL AS mark,
    feedback.content AS text, CAST(feedback.rating AS TEXT) AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount
  FROM feedback_in_force AS feedback
  JOIN rep_in_force AS rep ON rep.id = feedback.rep_id
  WHERE feedback.customer_id = :customer_id
)
SELECT happening.id, happening.kind, happening.happened_on, fact.recorded_at, fact.recorded_by, fact.note, happening.name, happening.word,
  happening.mark, happening.text, happening.more, happening.until, happening.amount
FROM happening
JOIN fact ON fact.id = happening.id
WHERE happening.happened_on <= :day
ORDER BY happening.happened_on, fact.recorded_at, happening.id
