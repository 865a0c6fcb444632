-- One row: the last disqualification of customer :customer_id up to :day, unless it was spoken with after it.
SELECT ended.happened_on, ended.why
FROM disqualification_in_force AS ended
JOIN fact ON fact.id = ended.id
WHERE ended.customer_id = :customer_id AND ended.happened_on <= :day
  AND NOT EXISTS (
    SELECT 1 FROM follow_up_in_force AS follow_up
    WHERE follow_up.customer_id = ended.customer_id AND follow_up.answered = 1
      AND follow_up.happened_on > ended.happened_on AND follow_up.happened_on <= :day
  )
ORDER BY ended.happened_on DESC, fact.recorded_at DESC, ended.id DESC
LIMIT 1
