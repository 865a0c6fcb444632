-- One row: a customer, as it stands on :day, whose next contact may fall on or before :until: its last answered follow-up
-- (or none: then the first day it was owned) names such a day, or happened by :since, the latest day that an interval could make due.
WITH spoken AS MATERIALIZED (
  SELECT customer.id, customer.name, customer.grade,
    (
      SELECT max(follow_up.happened_on)
      FROM follow_up_in_force AS follow_up
      WHERE follow_up.customer_id = customer.id AND follow_up.happened_on <= :day AND follow_up.answered = 1
    ) AS contacted_on
  FROM customer_in_force AS customer
), dated AS (
  SELECT spoken.id, spoken.name, spoken.grade, spoken.contacted_on, NULL AS first_owned_on,
    follow_up.next_on, follow_up.next_step, follow_up.opportunity_id
  FROM spoken
  JOIN follow_up_in_force AS follow_up ON follow_up.customer_id = spoken.id
    AND follow_up.happened_on = spoken.contacted_on AND follow_up.answered = 1
  WHERE (follow_up.next_on <= :until OR (follow_up.next_on IS NULL AND spoken.contacted_on <= :since))
    AND NOT EXISTS (
      SELECT 1
      FROM follow_up_in_force AS later
      WHERE later.customer_id = follow_up.customer_id AND later.happened_on = follow_up.happened_on
        AND later.id <> follow_up.id AND later.answered = 1
        AND ((SELECT fact.recorded_at FROM fact WHERE fact.id = later.id), later.id)
          > ((SELECT fact.recorded_at FROM fact WHERE fact.id = follow_up.id), follow_up.id)
    )
  UNION ALL
  SELECT spoken.id, spoken.name, spoken.grade, NULL,
    (
      SELECT min(first.happened_on)
      FROM customer_owner_in_force AS first
      WHERE first.customer_id = spoken.id AND first.happened_on <= :day AND first.rep_id IS NOT NULL
    ),
    NULL, NULL, NULL
  FROM spoken
  WHERE spoken.contacted_on IS NULL
)
SELECT dated.id AS customer_id, dated.name AS customer, dated.grade,
  (
    SELECT owner.rep_id
    FROM customer_owner_in_force AS owner
    JOIN fact ON fact.id = owner.id
    WHERE owner.customer_id = dated.id AND owner.happened_on <= :day
    ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
    LIMIT 1
  ) AS rep_id,
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
WHERE (dated.contacted_on IS NOT NULL OR dated.first_owned_on <= :since)
  AND NOT EXISTS (
    SELECT 1 FROM disqualification_in_force AS ended
    WHERE ended.customer_id = dated.id AND ended.happened_on <= :day
      AND (dated.contacted_on IS NULL OR ended.happened_on >= dated.contacted_on)
  )
ORDER BY dated.id
