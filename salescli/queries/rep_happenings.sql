-- One row: what happened to rep :rep_id, or with what was the rep's on that day, in [:start, :end), in force or voided, as known before the
-- instant :known, in order; the columns are those of happenings.sql, name being whom or what the rep had to do with.
WITH request AS (
  SELECT id FROM expense WHERE rep_id = :rep_id
  UNION ALL
  SELECT id FROM trip WHERE rep_id = :rep_id
), happening AS (
  SELECT rep.id, 'rep' AS kind, rep.happened_on,
    rep.name, NULL AS word, NULL AS mark, NULL AS text,
    NULL AS more, NULL AS until, CAST(NULL AS BIGINT) AS amount,
    CAST(NULL AS BIGINT) AS opportunity_id, CAST(NULL AS BIGINT) AS within_id
  FROM rep
  WHERE rep.id = :rep_id AND rep.happened_on >= :start AND rep.happened_on < :end
  UNION ALL
  SELECT job.id, job.act, job.happened_on, team.name, job.post, NULL,
    NULL, NULL, NULL, job.base, NULL, NULL
  FROM rep_change AS job
  LEFT JOIN team ON team.id = job.team_id
  WHERE job.rep_id = :rep_id AND job.happened_on >= :start AND job.happened_on < :end
  UNION ALL
  SELECT lead.id, 'team_lead', lead.happened_on, team.name, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL
  FROM team_change AS lead
  JOIN team ON team.id = lead.team_id
  WHERE lead.lead_id = :rep_id AND lead.happened_on >= :start AND lead.happened_on < :end
  UNION ALL
  SELECT leave.id, 'leave', leave.happened_on, NULL, leave.leave_kind, NULL,
    NULL, leave.from_day, leave.to_day, NULL, NULL, NULL
  FROM leave
  WHERE leave.rep_id = :rep_id AND leave.happened_on >= :start AND leave.happened_on < :end
  UNION ALL
  SELECT owner.id, 'customer_owner', owner.happened_on, customer.name, NULL, 'taken',
    NULL, NULL, NULL, NULL, NULL, owner.customer_id
  FROM customer_owner AS owner
  JOIN customer ON customer.id = owner.customer_id
  WHERE owner.rep_id = :rep_id AND owner.happened_on >= :start AND owner.happened_on < :end
  UNION ALL
  SELECT owner.id, 'customer_owner', owner.happened_on, customer.name, NULL, 'given',
    rep.name, NULL, NULL, NULL, NULL, owner.customer_id
  FROM customer_owner AS mine
  JOIN customer_owner AS owner ON owner.customer_id = mine.customer_id
  JOIN customer ON customer.id = owner.customer_id
  LEFT JOIN rep ON rep.id = owner.rep_id
  WHERE mine.rep_id = :rep_id AND (owner.rep_id IS NULL OR owner.rep_id <> :rep_id)
    AND owner.happened_on >= :start AND owner.happened_on < :end
    AND mine.id = (
      SELECT held.id
      FROM customer_owner_in_force AS held
      JOIN fact AS earlier ON earlier.id = held.id
      JOIN fact AS this ON this.id = owner.id
      WHERE held.customer_id = owner.customer_id
        AND (held.happened_on, earlier.recorded_at, held.id) < (owner.happened_on, this.recorded_at, owner.id)
      ORDER BY held.happened_on DESC, earlier.recorded_at DESC, held.id DESC
      LIMIT 1
    )
  UNION ALL
  SELECT owner.id, 'opportunity_owner', owner.happened_on, opportunity.name, NULL, 'taken',
    NULL, NULL, NULL, NULL, owner.opportunity_id, owner.opportunity_id
  FROM opportunity_owner AS owner
  JOIN opportunity ON opportunity.id = owner.opportunity_id
  WHERE owner.rep_id = :rep_id AND owner.happened_on >= :start AND owner.happened_on < :end
  UNION ALL
  SELECT owner.id, 'opportunity_owner', owner.happened_on, opportunity.name, NULL, 'given',
    rep.name, NULL, NULL, NULL, owner.opportunity_id, owner.opportunity_id
  FROM opportunity_owner AS mine
  JOIN opportunity_owner AS owner ON owner.opportunity_id = mine.opportunity_id
  JOIN opportunity ON opportunity.id = owner.opportunity_id
  LEFT JOIN rep ON rep.id = owner.rep_id
  WHERE mine.rep_id = :rep_id AND (owner.rep_id IS NULL OR owner.rep_id <> :rep_id)
    AND owner.happened_on >= :start AND owner.happened_on < :end
    AND mine.id = (
      SELECT held.id
      FROM opportunity_owner_in_force AS held
      JOIN fact AS earlier ON earlier.id = held.id
      JOIN fact AS this ON this.id = owner.id
      WHERE held.opportunity_id = owner.opportunity_id
        AND (held.happened_on, earlier.recorded_at, held.id) < (owner.happened_on, this.recorded_at, owner.id)
      ORDER BY held.happened_on DESC, earlier.recorded_at DESC, held.id DESC
      LIMIT 1
    )
  UNION ALL
  SELECT part.id, 'share', part.happened_on, opportunity.name, NULL, NULL,
    NULL, part.percent, NULL, NULL, share.opportunity_id, part.share_id
  FROM share_part AS part
  JOIN share ON share.id = part.share_id
  JOIN opportunity ON opportunity.id = share.opportunity_id
  WHERE part.rep_id = :rep_id AND part.happened_on >= :start AND part.happened_on < :end
  UNION ALL
  SELECT change.id, 'stage_change', change.happened_on, NULL, change.stage, change.closes,
    change.next_step, change.probability, change.expected_close, change.amount, change.opportunity_id, change.opportunity_id
  FROM stage_change AS change
  WHERE change.opportunity_id IN (SELECT opportunity_id FROM opportunity_owner WHERE rep_id = :rep_id)
    AND :rep_id = (
      SELECT held.rep_id
      FROM opportunity_owner_in_force AS held
      JOIN fact ON fact.id = held.id
      WHERE held.opportunity_id = change.opportunity_id AND held.happened_on <= change.happened_on
      ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
      LIMIT 1
    )
    AND change.happened_on >= :start AND change.happened_on < :end
  UNION ALL
  SELECT follow_up.id, 'follow_up', follow_up.happened_on, customer.name, follow_up.channel,
    CASE follow_up.answered WHEN 0 THEN 'unanswered' END,
    follow_up.content, follow_up.next_step, follow_up.next_on, NULL, follow_up.opportunity_id, follow_up.customer_id
  FROM follow_up
  JOIN customer ON customer.id = follow_up.customer_id
  WHERE follow_up.rep_id = :rep_id AND follow_up.happened_on >= :start AND follow_up.happened_on < :end
  UNION ALL
  SELECT contract.id, 'contract', contract.happened_on, contract.code, NULL, NULL,
    NULL, NULL, NULL, contract.amount, contract.opportunity_id, contract.opportunity_id
  FROM contract
  WHERE contract.opportunity_id IN (SELECT opportunity_id FROM opportunity_owner WHERE rep_id = :rep_id)
    AND :rep_id = (
      SELECT held.rep_id
      FROM opportunity_owner_in_force AS held
      JOIN fact ON fact.id = held.id
      WHERE held.opportunity_id = contract.opportunity_id AND held.happened_on <= contract.happened_on
      ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
      LIMIT 1
    )
    AND contract.happened_on >= :start AND contract.happened_on < :end
  UNION ALL
  SELECT receipt.id, receipt.kind, receipt.happened_on, contract.code, NULL, NULL,
    NULL, NULL, NULL, receipt.amount, contract.opportunity_id, contract.id
  FROM contract
  JOIN receipt ON receipt.contract_id = contract.id
  WHERE contract.opportunity_id IN (SELECT opportunity_id FROM opportunity_owner WHERE rep_id = :rep_id)
    AND :rep_id = (
      SELECT held.rep_id
      FROM opportunity_owner_in_force AS held
      JOIN fact ON fact.id = held.id
      WHERE held.opportunity_id = contract.opportunity_id AND held.happened_on <= receipt.happened_on
      ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
      LIMIT 1
    )
    AND receipt.happened_on >= :start AND receipt.happened_on < :end
  UNION ALL
  SELECT expense.id, 'expense', expense.happened_on, customer.name, expense.category, NULL,
    expense.limit_note, NULL, NULL, expense.amount, expense.opportunity_id, expense.opportunity_id
  FROM expense
  LEFT JOIN customer ON customer.id = expense.customer_id
  WHERE expense.rep_id = :rep_id AND expense.happened_on >= :start AND expense.happened_on < :end
  UNION ALL
  SELECT trip.id, 'trip', trip.happened_on, NULL, NULL, NULL,
    trip.destination, trip.from_day, trip.to_day, trip.cost, trip.opportunity_id, trip.opportunity_id
  FROM trip
  WHERE trip.rep_id = :rep_id AND trip.happened_on >= :start AND trip.happened_on < :end
  UNION ALL
  SELECT decision.id, 'decision', decision.happened_on, rep.name, coalesce(expense.category, trip.destination), decision.verdict,
    decision.why, NULL, NULL, decision.amount, coalesce(expense.opportunity_id, trip.opportunity_id), decision.request_id
  FROM decision
  JOIN fact AS asked ON asked.id = decision.request_id
  LEFT JOIN expense ON expense.id = decision.request_id
  LEFT JOIN trip ON trip.id = decision.request_id
  LEFT JOIN rep ON rep.id = decision.rep_id
  WHERE decision.request_id IN (SELECT id FROM request)
    AND decision.happened_on >= :start AND decision.happened_on < :end
  UNION ALL
  SELECT settlement.id, 'settlement', settlement.happened_on, NULL, coalesce(expense.category, trip.destination), NULL,
    NULL, NULL, NULL, settlement.amount, coalesce(expense.opportunity_id, trip.opportunity_id), settlement.request_id
  FROM settlement
  LEFT JOIN expense ON expense.id = settlement.request_id
  LEFT JOIN trip ON trip.id = settlement.request_id
  WHERE settlement.request_id IN (SELECT id FROM request)
    AND settlement.happened_on >= :start AND settlement.happened_on < :end
  UNION ALL
  SELECT report.id, 'trip_report', report.happened_on, trip.destination, NULL, NULL,
    report.outcome, NULL, NULL, report.cost, trip.opportunity_id, report.trip_id
  FROM trip_report AS report
  JOIN trip ON trip.id = report.trip_id
  WHERE report.trip_id IN (SELECT id FROM request)
    AND report.happened_on >= :start AND report.happened_on < :end
  UNION ALL
  SELECT task.id, 'task', task.happened_on, rep.name, task.task_kind, NULL,
    task.title, NULL, task.due_on, NULL, task.opportunity_id, NULL
  FROM task
  JOIN rep ON rep.id = task.rep_id
  WHERE task.id IN (SELECT id FROM task WHERE rep_id = :rep_id)
    AND task.happened_on >= :start AND task.happened_on < :end
  UNION ALL
  SELECT done.id, 'task_done', done.happened_on, task.title, NULL, NULL,
    done.outcome, NULL, NULL, NULL, task.opportunity_id, done.task_id
  FROM task_done AS done
  JOIN task ON task.id = done.task_id
  WHERE done.task_id IN (SELECT id FROM task WHERE rep_id = :rep_id)
    AND done.happened_on >= :start AND done.happened_on < :end
  UNION ALL
  SELECT feedback.id, feedback.feedback_kind, feedback.happened_on, customer.name, NULL, NULL,
    feedback.content, CAST(feedback.rating AS TEXT), NULL, NULL, NULL, NULL
  FROM feedback
  JOIN customer ON customer.id = feedback.customer_id
  WHERE feedback.rep_id = :rep_id
    AND feedback.happened_on >= :start AND feedback.happened_on < :end
  UNION ALL
  SELECT closing.id, 'feedback_close', closing.happened_on, rep.name, feedback.feedback_kind, NULL,
    closing.outcome, NULL, NULL, NULL, NULL, feedback.id
  FROM feedback
  JOIN feedback_close AS closing ON closing.feedback_id = feedback.id
  LEFT JOIN rep ON rep.id = closing.rep_id
  WHERE feedback.rep_id = :rep_id
    AND closing.happened_on >= :start AND closing.happened_on < :end
  UNION ALL
  SELECT goal.id, 'goal', goal.happened_on, NULL, NULL, NULL,
    goal.title, goal.weight, goal.due_on, NULL, NULL, NULL
  FROM goal
  WHERE goal.rep_id = :rep_id AND goal.happened_on >= :start AND goal.happened_on < :end
  UNION ALL
  SELECT moved.id, 'goal_progress', moved.happened_on, goal.title, NULL, NULL,
    NULL, moved.progress, NULL, NULL, NULL, goal.id
  FROM goal
  JOIN goal_progress AS moved ON moved.goal_id = goal.id
  WHERE goal.rep_id = :rep_id AND moved.happened_on >= :start AND moved.happened_on < :end
  UNION ALL
  SELECT assessment.id, 'assessment', assessment.happened_on, assessment.rater, assessment.method, assessment.purpose,
    assessment.out_of, assessment.score, NULL, NULL, NULL, NULL
  FROM assessment
  WHERE assessment.rep_id = :rep_id AND assessment.happened_on >= :start AND assessment.happened_on < :end
  UNION ALL
  SELECT review.id, 'quality_review', review.happened_on, customer.name, NULL, NULL,
    NULL, CAST(review.effectiveness + review.professionalism + review.problem_solving AS TEXT), NULL, NULL, NULL, follow_up.id
  FROM quality_review AS review
  JOIN follow_up ON follow_up.id = review.subject_id
  JOIN customer ON customer.id = follow_up.customer_id
  WHERE :rep_id = (SELECT made.rep_id FROM follow_up AS made WHERE made.id = review.subject_id)
    AND review.happened_on >= :start AND review.happened_on < :end
  UNION ALL
  SELECT dispute.id, 'dispute', dispute.happened_on, dispute.figure, NULL, NULL,
    dispute.why, NULL, NULL, NULL, NULL, NULL
  FROM dispute
  WHERE dispute.rep_id = :rep_id AND dispute.happened_on >= :start AND dispute.happened_on < :end
  UNION ALL
  SELECT answer.id, 'dispute_answer', answer.happened_on, dispute.figure, NULL, NULL,
    answer.answer, NULL, NULL, NULL, NULL, dispute.id
  FROM dispute
  JOIN dispute_answer AS answer ON answer.dispute_id = dispute.id
  WHERE dispute.rep_id = :rep_id AND answer.happened_on >= :start AND answer.happened_on < :end
), correcting AS (
  SELECT correction.id, correction.fact_id, correction.happened_on, correction.field, correction.why, correction.value,
    coalesce(customer.id, contact.customer_id) AS customer_id, coalesce(opportunity.id, contract.opportunity_id) AS opportunity_id,
    coalesce(contact.name, customer.name, contract.code, opportunity.name, rep.name, goal.title) AS name,
    coalesce(rep.id, follow_up.rep_id, goal.rep_id) AS rep_id
  FROM correction
  LEFT JOIN customer ON customer.id = correction.fact_id
  LEFT JOIN contact ON contact.id = correction.fact_id
  LEFT JOIN opportunity ON opportunity.id = correction.fact_id
  LEFT JOIN contract ON contract.id = correction.fact_id
  LEFT JOIN rep ON rep.id = correction.fact_id
  LEFT JOIN follow_up ON follow_up.id = correction.fact_id
  LEFT JOIN goal ON goal.id = correction.fact_id
  WHERE correction.happened_on >= :start AND correction.happened_on < :end
), told AS (
  SELECT id, kind, happened_on, name, word, mark, text, more, until, amount, opportunity_id, within_id
  FROM happening
  UNION ALL
  SELECT correcting.id, 'correction', correcting.happened_on, correcting.name, of.kind, correcting.field,
    correcting.why, correcting.value, NULL, NULL, correcting.opportunity_id, correcting.fact_id
  FROM correcting
  JOIN fact AS of ON of.id = correcting.fact_id
  WHERE :rep_id = coalesce(correcting.rep_id, (
      SELECT held.rep_id
      FROM opportunity_owner_in_force AS held
      JOIN fact ON fact.id = held.id
      WHERE held.opportunity_id = correcting.opportunity_id AND held.happened_on <= correcting.happened_on
      ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
      LIMIT 1
    ), (
      SELECT held.rep_id
      FROM customer_owner_in_force AS held
      JOIN fact ON fact.id = held.id
      WHERE held.customer_id = correcting.customer_id AND held.happened_on <= correcting.happened_on
      ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
      LIMIT 1
    ))
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
  WHERE fact.recorded_at < :known
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
