-- One row: one of the :most latest facts of [:start, :end) in whose own text a word was found, and its other words there or in the names
-- of its customer and opportunity; the latest first. A word is a pattern of LIKE, in small letters (upper, title: its other cases where lower()
-- leaves them, else ''; digits: those of a phone number, else ''). Of kind :kind and of rep :rep_id where they are not null; rep: whose it is, else
-- the owner's on :day of its opportunity or customer. found: how many such facts there are.
WITH word AS (
  SELECT :word_1 AS word, :upper_1 AS upper, :title_1 AS title, :digits_1 AS digits
  UNION ALL SELECT :word_2, :upper_2, :title_2, :digits_2 WHERE :word_2 <> ''
  UNION ALL SELECT :word_3, :upper_3, :title_3, :digits_3 WHERE :word_3 <> ''
  UNION ALL SELECT :word_4, :upper_4, :title_4, :digits_4 WHERE :word_4 <> ''
  UNION ALL SELECT :word_5, :upper_5, :title_5, :digits_5 WHERE :word_5 <> ''
  UNION ALL SELECT :word_6, :upper_6, :title_6, :digits_6 WHERE :word_6 <> ''
  UNION ALL SELECT :word_7, :upper_7, :title_7, :digits_7 WHERE :word_7 <> ''
  UNION ALL SELECT :word_8, :upper_8, :title_8, :digits_8 WHERE :word_8 <> ''
), written AS (
  SELECT id, 'follow_up' AS kind, happened_on, customer_id, opportunity_id, rep_id,
    coalesce(content, '') || coalesce(' · ' || next_step, '') AS text
  FROM follow_up_in_force
  UNION ALL
  SELECT id, 'rep', happened_on, NULL, NULL, id, code || ' · ' || name
  FROM rep_in_force
  UNION ALL
  SELECT id, 'rep_change', happened_on, NULL, NULL, rep_id, ''
  FROM rep_change_in_force
  UNION ALL
  SELECT id, 'team', happened_on, NULL, NULL, NULL, code || ' · ' || name
  FROM team_in_force
  UNION ALL
  SELECT id, 'customer', happened_on, id, NULL, NULL,
    name || coalesce(' · ' || phone, '') || coalesce(' · ' || grade, '') || coalesce(' · ' || industry, '') || coalesce(' · ' || region, '')
      || coalesce(' · ' || source, '')
  FROM customer_in_force
  UNION ALL
  SELECT id, 'customer_owner', happened_on, customer_id, NULL, rep_id, ''
  FROM customer_owner_in_force
  UNION ALL
  SELECT id, 'disqualification', happened_on, customer_id, NULL, NULL, why
  FROM disqualification_in_force
  UNION ALL
  SELECT id, 'contact', happened_on, customer_id, NULL, NULL,
    name || coalesce(' · ' || title, '') || coalesce(' · ' || phone, '') || coalesce(' · ' || email, '')
  FROM contact_in_force
  UNION ALL
  SELECT id, 'product', happened_on, NULL, NULL, NULL, code || ' · ' || name
  FROM product_in_force
  UNION ALL
  SELECT id, 'opportunity', happened_on, customer_id, id, NULL, coalesce(code || ' · ', '') || name
  FROM opportunity_in_force
  UNION ALL
  SELECT id, 'opportunity_owner', happened_on, NULL, opportunity_id, rep_id, ''
  FROM opportunity_owner_in_force
  UNION ALL
  SELECT id, 'share', happened_on, NULL, opportunity_id, NULL, ''
  FROM share_in_force
  UNION ALL
  SELECT id, 'stage_change', happened_on, NULL, opportunity_id, NULL, coalesce(next_step, '')
  FROM stage_change_in_force
  UNION ALL
  SELECT id, 'contract', happened_on, NULL, opportunity_id, NULL, coalesce(code, '')
  FROM contract_in_force
  UNION ALL
  SELECT receipt.id, 'receipt', receipt.happened_on, NULL, contract.opportunity_id, NULL, ''
  FROM receipt_in_force AS receipt
  JOIN contract_in_force AS contract ON contract.id = receipt.contract_id
  UNION ALL
  SELECT id, 'expense', happened_on, customer_id, opportunity_id, rep_id, category
  FROM expense_in_force
  UNION ALL
  SELECT id, 'trip', happened_on, NULL, opportunity_id, rep_id, destination
  FROM trip_in_force
  UNION ALL
  SELECT decision.id, 'decision', decision.happened_on, expense.customer_id, coalesce(expense.opportunity_id, trip.opportunity_id),
    coalesce(expense.rep_id, trip.rep_id), coalesce(decision.why, '')
  FROM decision_in_force AS decision
  LEFT JOIN expense_in_force AS expense ON expense.id = decision.request_id
  LEFT JOIN trip_in_force AS trip ON trip.id = decision.request_id
  UNION ALL
  SELECT settlement.id, 'settlement', settlement.happened_on, expense.customer_id, coalesce(expense.opportunity_id, trip.opportunity_id),
    coalesce(expense.rep_id, trip.rep_id), ''
  FROM settlement_in_force AS settlement
  LEFT JOIN expense_in_force AS expense ON expense.id = settlement.request_id
  LEFT JOIN trip_in_force AS trip ON trip.id = settlement.request_id
  UNION ALL
  SELECT report.id, 'trip_report', report.happened_on, NULL, trip.opportunity_id, trip.rep_id, report.outcome
  FROM trip_report_in_force AS report
  JOIN trip_in_force AS trip ON trip.id = report.trip_id
  UNION ALL
  SELECT id, 'task', happened_on, customer_id, opportunity_id, rep_id, title
  FROM task_in_force
  UNION ALL
  SELECT done.id, 'task_done', done.happened_on, task.customer_id, task.opportunity_id, task.rep_id, coalesce(done.outcome, '')
  FROM task_done_in_force AS done
  JOIN task_in_force AS task ON task.id = done.task_id
  UNION ALL
  SELECT id, 'leave', happened_on, NULL, NULL, rep_id, coalesce(leave_kind, '')
  FROM leave_in_force
  UNION ALL
  SELECT id, 'goal', happened_on, NULL, NULL, rep_id, title
  FROM goal_in_force
  UNION ALL
  SELECT progress.id, 'goal_progress', progress.happened_on, NULL, NULL, goal.rep_id, ''
  FROM goal_progress_in_force AS progress
  JOIN goal_in_force AS goal ON goal.id = progress.goal_id
  UNION ALL
  SELECT id, 'feedback', happened_on, customer_id, NULL, rep_id, coalesce(content, '')
  FROM feedback_in_force
  UNION ALL
  SELECT ended.id, 'feedback_close', ended.happened_on, feedback.customer_id, NULL, feedback.rep_id, coalesce(ended.outcome, '')
  FROM feedback_close_in_force AS ended
  JOIN feedback_in_force AS feedback ON feedback.id = ended.feedback_id
  UNION ALL
  SELECT review.id, 'quality_review', review.happened_on, coalesce(follow_up.customer_id, feedback.customer_id), follow_up.opportunity_id,
    coalesce(follow_up.rep_id, feedback.rep_id), ''
  FROM quality_review_in_force AS review
  LEFT JOIN follow_up_in_force AS follow_up ON follow_up.id = review.subject_id
  LEFT JOIN feedback_in_force AS feedback ON feedback.id = review.subject_id
  UNION ALL
  SELECT id, 'assessment', happened_on, NULL, NULL, rep_id, coalesce(rater, '')
  FROM assessment_in_force
  UNION ALL
  SELECT id, 'target', happened_on, NULL, NULL, rep_id, ''
  FROM target_in_force
  UNION ALL
  SELECT id, 'waiver', happened_on, NULL, NULL, NULL, why
  FROM waiver_in_force
  UNION ALL
  SELECT mended.id, 'correction', mended.happened_on, coalesce(customer.id, contact.customer_id),
    coalesce(opportunity.id, contract.opportunity_id), coalesce(rep.id, goal.rep_id),
    mended.field || CASE WHEN mended.field IN ('amount', 'happened_on') THEN '' ELSE ' · ' || coalesce((
      SELECT earlier.value
      FROM correction_in_force AS earlier
      JOIN fact AS before ON before.id = earlier.id
      WHERE earlier.fact_id = mended.fact_id AND earlier.field = mended.field
        AND (before.recorded_at, earlier.id) < (entry.recorded_at, mended.id)
      ORDER BY before.recorded_at DESC, earlier.id DESC
      LIMIT 1
    ), CASE mended.field
      WHEN 'name' THEN coalesce(customer.name, contact.name, opportunity.name, rep.name, team.name, product.name)
      WHEN 'code' THEN coalesce(opportunity.code, contract.code, rep.code, team.code, product.code)
      WHEN 'phone' THEN coalesce(customer.phone, contact.phone)
      WHEN 'title' THEN coalesce(contact.title, goal.title)
      WHEN 'email' THEN contact.email
      WHEN 'grade' THEN customer.grade
      WHEN 'source' THEN customer.source
      WHEN 'industry' THEN customer.industry
      WHEN 'region' THEN customer.region
    END, '') || ' → ' || mended.value END || ' · ' || mended.why
  FROM correction_in_force AS mended
  JOIN fact AS entry ON entry.id = mended.id
  LEFT JOIN customer ON customer.id = mended.fact_id
  LEFT JOIN contact ON contact.id = mended.fact_id
  LEFT JOIN opportunity ON opportunity.id = mended.fact_id
  LEFT JOIN contract ON contract.id = mended.fact_id
  LEFT JOIN rep ON rep.id = mended.fact_id
  LEFT JOIN goal ON goal.id = mended.fact_id
  LEFT JOIN team ON team.id = mended.fact_id
  LEFT JOIN product ON product.id = mended.fact_id
  WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = mended.fact_id)
  UNION ALL
  SELECT id, 'dispute', happened_on, NULL, NULL, rep_id, why
  FROM dispute_in_force
  UNION ALL
  SELECT answer.id, 'dispute_answer', answer.happened_on, NULL, NULL, dispute.rep_id, answer.answer
  FROM dispute_answer_in_force AS answer
  JOIN dispute_in_force AS dispute ON dispute.id = answer.dispute_id
), noted AS (
  SELECT written.id, written.kind, written.happened_on, fact.recorded_at, written.customer_id, written.opportunity_id, written.rep_id,
    written.text || coalesce(' · ' || fact.note, '') AS text
  FROM written
  JOIN fact ON fact.id = written.id
  WHERE written.happened_on >= :start AND written.happened_on < :end AND (:kind IS NULL OR written.kind = :kind)
), owned AS (
  SELECT noted.*, lower(noted.text) AS low,
    CASE WHEN :digits <> '' THEN
      replace(replace(replace(replace(replace(replace(replace(replace(replace(
        noted.text, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), '－', ''), '（', ''), '）', '')
    ELSE '' END AS digits,
    coalesce(noted.customer_id, (
      SELECT opportunity.customer_id FROM opportunity_in_force AS opportunity WHERE opportunity.id = noted.opportunity_id
    )) AS whose_id
  FROM noted
), named AS (
  SELECT owned.*, lower(
      coalesce((SELECT ' · ' || customer.name FROM customer_in_force AS customer WHERE customer.id = owned.whose_id), '')
      || coalesce((SELECT ' · ' || opportunity.name FROM opportunity_in_force AS opportunity WHERE opportunity.id = owned.opportunity_id), '')
    ) AS names,
    coalesce(owned.rep_id, (
      SELECT owner.rep_id
      FROM opportunity_owner_in_force AS owner
      JOIN fact ON fact.id = owner.id
      WHERE owner.opportunity_id = owned.opportunity_id AND owner.happened_on <= :day
      ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
      LIMIT 1
    ), (
      SELECT owner.rep_id
      FROM customer_owner_in_force AS owner
      JOIN fact ON fact.id = owner.id
      WHERE owner.customer_id = owned.whose_id AND owner.happened_on <= :day
      ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
      LIMIT 1
    )) AS owner_id
  FROM owned
), latest AS (
  SELECT named.id, named.kind, named.happened_on, named.recorded_at, named.whose_id, named.opportunity_id, named.owner_id, named.text,
    count(*) OVER () AS found
  FROM named
  WHERE (:rep_id IS NULL OR named.owner_id = :rep_id)
    AND EXISTS (
      SELECT 1 FROM word
      WHERE named.low LIKE word.word ESCAPE '\'
        OR (word.upper <> '' AND (named.low LIKE word.upper ESCAPE '\' OR named.low LIKE word.title ESCAPE '\'))
        OR (word.digits <> '' AND named.digits LIKE word.digits)
    )
    AND (:word_2 = '' OR NOT EXISTS (
      SELECT 1 FROM word
      WHERE named.low NOT LIKE word.word ESCAPE '\'
        AND (word.upper = '' OR (named.low NOT LIKE word.upper ESCAPE '\' AND named.low NOT LIKE word.title ESCAPE '\'))
        AND (word.digits = '' OR named.digits NOT LIKE word.digits)
        AND named.names NOT LIKE word.word ESCAPE '\'
        AND (word.upper = '' OR (named.names NOT LIKE word.upper ESCAPE '\' AND named.names NOT LIKE word.title ESCAPE '\'))
    ))
  ORDER BY named.happened_on DESC, named.recorded_at DESC, named.id DESC
  LIMIT coalesce(:most, 0)
)
SELECT latest.id, latest.kind, latest.happened_on, latest.whose_id AS customer_id, customer.name AS customer, latest.opportunity_id,
  opportunity.name AS opportunity, rep.code AS rep, rep.name, latest.text, CAST(latest.found AS BIGINT) AS found
FROM latest
LEFT JOIN customer_in_force AS customer ON customer.id = latest.whose_id
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = latest.opportunity_id
LEFT JOIN rep_in_force AS rep ON rep.id = latest.owner_id
ORDER BY latest.happened_on DESC, latest.recorded_at DESC, latest.id DESC
