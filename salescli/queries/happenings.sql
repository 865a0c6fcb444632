-- One row: what happened with opportunity :opportunity_id, or with customer :customer_id and its opportunities (the other is null),
-- up to :day, in force or voided, as known before the instant :known, in order. name: whom or what it is about; word: a key
-- (channel, stage, category); mark: unanswered, won or lost, a verdict; more: the next step, a probability, a percentage, a rating; until: the day named ahead;
-- void_why: why the fact, or (void_within) what it belongs to,
-- counts no more. A correction: word the kind of what was put right, mark the field, more its value since, text why.
WITH subject AS (
  SELECT id FROM opportunity WHERE id = :opportunity_id
  UNION
  SELECT id FROM opportunity WHERE customer_id = :customer_id
), spoken AS (
  SELECT id FROM follow_up WHERE customer_id = :customer_id
  UNION
  SELECT id FROM follow_up WHERE opportunity_id IN (SELECT id FROM subject)
), request AS (
  SELECT id FROM expense WHERE opportunity_id IN (SELECT id FROM subject)
  UNION
  SELECT id FROM expense WHERE customer_id = :customer_id
  UNION
  SELECT id FROM trip WHERE opportunity_id IN (SELECT id FROM subject)
), given AS (
  SELECT id FROM task WHERE opportunity_id IN (SELECT id FROM subject)
  UNION
  SELECT id FROM task WHERE customer_id = :customer_id
), happening AS (
  SELECT customer.id, 'customer' AS kind, customer.happened_on,
    customer.name, NULL AS word, NULL AS mark, customer.source AS text,
    customer.grade AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount,
    CAST(NULL AS BIGINT) AS opportunity_id, CAST(NULL AS BIGINT) AS within_id
  FROM customer
  WHERE customer.id = :customer_id
  UNION ALL
  SELECT owner.id, 'customer_owner', owner.happened_on, rep.name, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, owner.customer_id
  FROM customer_owner AS owner
  LEFT JOIN rep ON rep.id = owner.rep_id
  WHERE owner.customer_id = :customer_id
  UNION ALL
  SELECT ended.id, 'disqualification', ended.happened_on, NULL, NULL, NULL,
    ended.why, NULL, NULL, NULL, NULL, ended.customer_id
  FROM disqualification AS ended
  WHERE ended.customer_id = :customer_id
  UNION ALL
  SELECT contact.id, 'contact', contact.happened_on, contact.name, NULL, NULL,
    contact.title, NULL, NULL, NULL, NULL, contact.customer_id
  FROM contact
  WHERE contact.customer_id = :customer_id
  UNION ALL
  SELECT opportunity.id, 'opportunity', opportunity.happened_on, opportunity.name, NULL, NULL,
    CASE WHEN :customer_id IS NULL THEN customer.name END, opportunity.code, NULL, NULL, opportunity.id, NULL
  FROM opportunity
  LEFT JOIN customer ON customer.id = opportunity.customer_id
  WHERE opportunity.id IN (SELECT id FROM subject)
  UNION ALL
  SELECT owner.id, 'opportunity_owner', owner.happened_on, rep.name, NULL, NULL,
    NULL, NULL, NULL, NULL, owner.opportunity_id, owner.opportunity_id
  FROM opportunity_owner AS owner
  JOIN rep ON rep.id = owner.rep_id
  WHERE owner.opportunity_id IN (SELECT id FROM subject)
  UNION ALL
  SELECT part.id, 'share', part.happened_on, rep.name, NULL, NULL,
    NULL, part.percent, NULL, NULL, share.opportunity_id, part.share_id
  FROM share
  JOIN share_part AS part ON part.share_id = share.id
  JOIN rep ON rep.id = part.rep_id
  WHERE share.opportunity_id IN (SELECT id FROM subject)
  UNION ALL
  SELECT change.id, 'stage_change', change.happened_on, NULL, change.stage, change.closes,
    change.next_step, change.probability, change.expected_close, change.amount, change.opportunity_id, change.opportunity_id
  FROM stage_change AS change
  WHERE change.opportunity_id IN (SELECT id FROM subject)
  UNION ALL
  SELECT follow_up.id, 'follow_up', follow_up.happened_on, rep.name, follow_up.channel,
    CASE follow_up.answered WHEN 0 THEN 'unanswered' END,
    follow_up.content, follow_up.next_step, follow_up.next_on, NULL, follow_up.opportunity_id, follow_up.customer_id
  FROM follow_up
  JOIN rep ON rep.id = follow_up.rep_id
  WHERE follow_up.id IN (SELECT id FROM spoken)
  UNION ALL
  SELECT contract.id, 'contract', contract.happened_on, contract.code, NULL, NULL,
    NULL, NULL, NULL, contract.amount, contract.opportunity_id, contract.opportunity_id
  FROM contract
  WHERE contract.opportunity_id IN (SELECT id FROM subject)
  UNION ALL
  SELECT receipt.id, receipt.kind, receipt.happened_on, contract.code, NULL, NULL,
    NULL, NULL, NULL, receipt.amount, contract.opportunity_id, contract.id
  FROM contract
  JOIN receipt ON receipt.contract_id = contract.id
  WHERE contract.opportunity_id IN (SELECT id FROM subject)
  UNION ALL
  SELECT expense.id, 'expense', expense.happened_on, rep.name, expense.category, NULL,
    expense.limit_note, NULL, NULL, expense.amount, expense.opportunity_id, expense.opportunity_id
  FROM expense
  JOIN rep ON rep.id = expense.rep_id
  WHERE expense.id IN (SELECT id FROM request)
  UNION ALL
  SELECT trip.id, 'trip', trip.happened_on, rep.name, NULL, NULL,
    trip.destination, trip.from_day, trip.to_day, trip.cost, trip.opportunity_id, trip.opportunity_id
  FROM trip
  JOIN rep ON rep.id = trip.rep_id
  WHERE trip.id IN (SELECT id FROM request)
  UNION ALL
  SELECT decision.id, 'decision', decision.happened_on, rep.name, coalesce(expense.category, trip.destination), decision.verdict,
    decision.why, NULL, NULL, decision.amount, coalesce(expense.opportunity_id, trip.opportunity_id), decision.request_id
  FROM decision
  JOIN fact AS asked ON asked.id = decision.request_id
  LEFT JOIN expense ON expense.id = decision.request_id
  LEFT JOIN trip ON trip.id = decision.request_id
  LEFT JOIN rep ON rep.id = decision.rep_id
  WHERE decision.request_id IN (SELECT id FROM request)
  UNION ALL
  SELECT settlement.id, 'settlement', settlement.happened_on, NULL, coalesce(expense.category, trip.destination), NULL,
    NULL, NULL, NULL, settlement.amount, coalesce(expense.opportunity_id, trip.opportunity_id), settlement.request_id
  FROM settlement
  LEFT JOIN expense ON expense.id = settlement.request_id
  LEFT JOIN trip ON trip.id = settlement.request_id
  WHERE settlement.request_id IN (SELECT id FROM request)
  UNION ALL
  SELECT report.id, 'trip_report', report.happened_on, trip.destination, NULL, NULL,
    report.outcome, NULL, NULL, report.cost, trip.opportunity_id, report.trip_id
  FROM trip_report AS report
  JOIN trip ON trip.id = report.trip_id
  WHERE report.trip_id IN (SELECT id FROM request)
  UNION ALL
  SELECT task.id, 'task', task.happened_on, rep.name, task.task_kind, NULL,
    task.title, NULL, task.due_on, NULL, task.opportunity_id, NULL
  FROM task
  JOIN rep ON rep.id = task.rep_id
  WHERE task.id IN (SELECT id FROM given)
  UNION ALL
  SELECT done.id, 'task_done', done.happened_on, task.title, NULL, NULL,
    done.outcome, NULL, NULL, NULL, task.opportunity_id, done.task_id
  FROM task_done AS done
  JOIN task ON task.id = done.task_id
  WHERE done.task_id IN (SELECT id FROM given)
  UNION ALL
  SELECT feedback.id, feedback.feedback_kind, feedback.happened_on, rep.name, NULL, NULL,
    feedback.content, CAST(feedback.rating AS TEXT), NULL, NULL, NULL, NULL
  FROM feedback
  JOIN rep ON rep.id = feedback.rep_id
  WHERE feedback.customer_id = :customer_id
  UNION ALL
  SELECT closing.id, 'feedback_close', closing.happened_on, rep.name, feedback.feedback_kind, NULL,
    closing.outcome, NULL, NULL, NULL, NULL, feedback.id
  FROM feedback
  JOIN feedback_close AS closing ON closing.feedback_id = feedback.id
  LEFT JOIN rep ON rep.id = closing.rep_id
  WHERE feedback.customer_id = :customer_id
), told AS (
  SELECT id, kind, happened_on, name, word, mark, text, more, until, amount, opportunity_id, within_id
  FROM happening
  UNION ALL
  SELECT correction.id, 'correction', correction.happened_on, happening.name, of.kind, correction.field,
    correction.why, correction.value, NULL, NULL, happening.opportunity_id, happening.id
  FROM happening
  JOIN correction ON correction.fact_id = happening.id
  JOIN fact AS of ON of.id = happening.id
), known AS (
  SELECT told.id, told.kind, told.happened_on, fact.recorded_at, fact.recorded_by, fact.note, told.name,
    told.word, told.mark, told.text, told.more, told.until, told.amount, told.opportunity_id,
    coalesce(
      (
        SELECT last.id
        FROM void AS last
        JOIN fact AS said ON said.id = last.id
        JOIN voided ON voided.fact_id = last.fact_id
        WHERE last.fact_id = told.id AND last.effect = 'void' AND said.recorded_at < :known
        ORDER BY said.recorded_at DESC, last.id DESC
        LIMIT 1
      ),
      (
        SELECT last.id
        FROM void AS last
        JOIN fact AS said ON said.id = last.id
        JOIN voided ON voided.fact_id = last.fact_id
        WHERE last.fact_id = told.within_id AND last.effect = 'void' AND said.recorded_at < :known
        ORDER BY said.recorded_at DESC, last.id DESC
        LIMIT 1
      )
    ) AS void_id
  FROM told
  JOIN fact ON fact.id = told.id
  WHERE told.happened_on <= :day AND fact.recorded_at < :known
)
SELECT known.id, known.kind, known.happened_on, known.recorded_at, known.recorded_by, known.note, known.name, known.word, known.mark,
  known.text, known.more, known.until, known.amount, known.opportunity_id,
  coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = opportunity.id AND c.field = 'name'), opportunity.name) AS opportunity, known.void_id,
  void.why AS void_why, said.recorded_by AS voided_by, CASE WHEN void.fact_id <> known.id THEN 1 ELSE 0 END AS void_within,
  contact.name AS contact, follow_up.minutes, follow_up.happened_at
FROM known
LEFT JOIN opportunity ON opportunity.id = known.opportunity_id
LEFT JOIN void ON void.id = known.void_id
LEFT JOIN fact AS said ON said.id = void.id
LEFT JOIN follow_up ON follow_up.id = known.id
LEFT JOIN contact ON contact.id = follow_up.contact_id
ORDER BY known.happened_on, known.recorded_at, known.id
