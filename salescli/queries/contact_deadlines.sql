-- One row: a customer, as it stands on :day, whose next contact may fall on or before :until: its last answered follow-up
-- (or none: then the first day it was owned) names such a day, or happened by :since, the latest day that an interval could make due.
WITH last_word AS (
  SELECT customer.id, customer.name, customer.grade,
    (
      SELECT owner.id
      FROM customer_owner_in_force AS owner
      JOIN fact ON fact.id = owner.id
      WHERE owner.customer_id = customer.id AND owner.happened_on <= :day
      ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
      LIMIT 1
    ) AS owner_id,
    (
      SELECT follow_up.id
      FROM follow_up_in_force AS follow_up
      JOIN fact ON fact.id = follow_up.id
      WHERE follow_up.customer_id = customer.id AND follow_up.happened_on <= :day AND follow_up.answered = 1
      ORDER BY follow_up.happened_on DESC, fact.recorded_at DESC, follow_up.id DESC
      LIMIT 1
    ) AS follow_up_id
  FROM customer_in_force AS customer
), dated AS (
  SELECT last_word.id, last_word.name, last_word.grade, owner.rep_id,
    follow_up.happened_on AS contacted_on, follow_up.next_on, follow_up.next_step, follow_up.opportunity_id,
    CASE WHEN follow_up.id IS NULL THEN (
      SELECT min(first.happened_on)
      FROM customer_owner_in_force AS first
      WHERE first.customer_id = last_word.id AND first.happened_on <= :day AND first.rep_id IS NOT NULL
    ) END AS first_owned_on
  FROM last_word
  LEFT JOIN customer_owner_in_force AS owner ON owner.id = last_word.owner_id
  LEFT JOIN follow_up_in_force AS follow_up ON follow_up.id = last_word.follow_up_id
)
SELECT dated.id AS customer_id, dated.name AS customer, dated.grade, dated.rep_id,
  dated.contacted_on, dated.first_owned_on, dated.next_on, dated.next_step, dated.opportunity_id,
  CASE WHEN dated.contacted_on IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM follow_up_in_force AS tried WHERE tried.customer_id = dated.id AND tried.happened_on <= :day
    )
    AND NOT EXISTS (
      SELECT 1 FROM opportunity_in_force AS opened WHERE opened.customer_id = dated.id AND opened.happened_on <= :day
    )
  THEN 1 ELSE 0 END AS is_lead
FROM dated
WHERE (
    dated.next_on <= :until
    OR (dated.next_on IS NULL AND coalesce(dated.contacted_on, dated.first_owned_on) <= :since)
  )
  AND NOT EXISTS (
    SELECT 1 FROM disqualification_in_force AS ended
    WHERE ended.customer_id = dated.id AND ended.happened_on <= :day
      AND (dated.contacted_on IS NULL OR ended.happened_on >= dated.contacted_on)
  )
ORDER BY dated.id
