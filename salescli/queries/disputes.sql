-- One row: a dispute made up to :on, in the order of entry, with its first answer up to then, who gave it and on which day.
SELECT dispute.id, rep.code AS rep, rep.name, dispute.figure, dispute.starts_on, dispute.ends_on, dispute.happened_on,
  dispute.why, fact.recorded_by, answer.answer, answer.happened_on AS answered_on, answered.recorded_by AS answered_by
FROM dispute_in_force AS dispute
JOIN fact ON fact.id = dispute.id
JOIN rep_in_force AS rep ON rep.id = dispute.rep_id
LEFT JOIN dispute_answer_in_force AS answer ON answer.id = (
  SELECT first.id
  FROM dispute_answer_in_force AS first
  JOIN fact AS entry ON entry.id = first.id
  WHERE first.dispute_id = dispute.id AND first.happened_on <= :on
  ORDER BY entry.recorded_at, first.id
  LIMIT 1
)
LEFT JOIN fact AS answered ON answered.id = answer.id
WHERE dispute.happened_on <= :on
ORDER BY dispute.happened_on, fact.recorded_at, dispute.id
