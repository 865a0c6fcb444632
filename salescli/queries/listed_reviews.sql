-- One row: a quality review, made up to :day, of a follow-up or of a complaint's handling of [:start, :end) (the day of the
-- follow-up or of the complaint), of rep :rep_id, or of anybody where that is null; rep: whose work it was.
WITH reviewed AS (
  SELECT review.id, review.happened_on, review.subject_id, 'follow_up' AS kind, follow_up.happened_on AS subject_on,
    follow_up.customer_id, follow_up.rep_id, review.effectiveness, review.professionalism, review.problem_solving
  FROM quality_review_in_force AS review
  JOIN follow_up_in_force AS follow_up ON follow_up.id = review.subject_id
  WHERE review.happened_on <= :day
  UNION ALL
  SELECT review.id, review.happened_on, review.subject_id, 'complaint' AS kind, feedback.happened_on AS subject_on,
    feedback.customer_id, closing.rep_id, review.effectiveness, review.professionalism, review.problem_solving
  FROM quality_review_in_force AS review
  JOIN feedback_in_force AS feedback ON feedback.id = review.subject_id
  LEFT JOIN feedback_close_in_force AS closing ON closing.id = (
    SELECT earliest.id
    FROM feedback_close_in_force AS earliest
    JOIN fact ON fact.id = earliest.id
    WHERE earliest.feedback_id = feedback.id AND earliest.happened_on <= :day
    ORDER BY earliest.happened_on, fact.recorded_at, earliest.id
    LIMIT 1
  )
  WHERE review.happened_on <= :day
)
SELECT reviewed.id, reviewed.happened_on, reviewed.subject_id, reviewed.kind, reviewed.subject_on, reviewed.customer_id,
  customer.name AS customer, rep.code AS rep, rep.name, reviewed.effectiveness, reviewed.professionalism,
  reviewed.problem_solving, fact.recorded_by AS reviewer,
  coalesce(
    (SELECT min(other.name) FROM rep_in_force AS other WHERE other.id IN (
      SELECT said.id FROM rep AS said WHERE said.code = fact.recorded_by
      UNION
      SELECT fact_id FROM correction_in_force WHERE value = fact.recorded_by
    ) AND other.code = fact.recorded_by), fact.recorded_by
  ) AS reviewer_name
FROM reviewed
JOIN fact ON fact.id = reviewed.id
JOIN customer_in_force AS customer ON customer.id = reviewed.customer_id
LEFT JOIN rep_in_force AS rep ON rep.id = reviewed.rep_id
WHERE reviewed.subject_on >= :start AND reviewed.subject_on < :end AND (:rep_id IS NULL OR reviewed.rep_id = :rep_id)
ORDER BY reviewed.subject_on, reviewed.subject_id, reviewed.id
