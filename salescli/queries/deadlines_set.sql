-- One row: what set a deadline of a customer that can be missed on a day of [:start, :end): the last answered follow-up of a day (each
-- of the span, and each customer's last one before it), unless the customer was reached again by the day that it said; or the first
-- day on which a customer never contacted till then was owned. Where no day was said: once for each stage that an open opportunity of
-- the customer was in on the day of setting.
WITH spoken AS (
  SELECT follow_up.id AS fact, follow_up.customer_id, follow_up.happened_on, follow_up.next_on
  FROM follow_up_in_force AS follow_up
  WHERE follow_up.rep_id IN (SELECT id FROM rep) AND follow_up.happened_on >= :start AND follow_up.happened_on < :end
    AND follow_up.answered = 1 AND (follow_up.next_on IS NULL OR follow_up.next_on < :end) AND NOT EXISTS (
      SELECT 1
      FROM follow_up_in_force AS later
      JOIN fact AS entry ON entry.id = later.id
      JOIN fact ON fact.id = follow_up.id
      WHERE later.customer_id = follow_up.customer_id AND later.happened_on = follow_up.happened_on AND later.answered = 1
        AND later.id <> follow_up.id AND (entry.recorded_at, later.id) > (fact.recorded_at, follow_up.id)
    )
  UNION ALL
  SELECT follow_up.id, follow_up.customer_id, follow_up.happened_on, follow_up.next_on
  FROM customer_in_force AS customer
  JOIN follow_up_in_force AS follow_up ON follow_up.id = (
    SELECT last.id
    FROM follow_up_in_force AS last
    JOIN fact ON fact.id = last.id
    WHERE last.customer_id = customer.id AND last.happened_on < :start AND last.answered = 1
    ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
    LIMIT 1
  )
  WHERE follow_up.next_on IS NULL OR follow_up.next_on < :end
  UNION ALL
  SELECT customer.id, customer.id, min(owner.happened_on), NULL
  FROM customer_in_force AS customer
  JOIN customer_owner_in_force AS owner ON owner.customer_id = customer.id
  WHERE owner.rep_id IS NOT NULL AND owner.happened_on < :end AND NOT EXISTS (
    SELECT 1 FROM follow_up_in_force AS earlier
    WHERE earlier.customer_id = customer.id AND earlier.answered = 1 AND earlier.happened_on < :start
  )
  GROUP BY customer.id
), followed AS MATERIALIZED (
  SELECT spoken.fact, spoken.customer_id, spoken.happened_on, spoken.next_on, (
    SELECT min(later.happened_on) FROM follow_up_in_force AS later
    WHERE later.customer_id = spoken.customer_id AND later.answered = 1
      AND later.happened_on > spoken.happened_on AND later.happened_on < :end
  ) AS replaced_on
  FROM spoken
)
SELECT customer.id AS customer_id, customer.name AS customer, customer.grade, followed.fact,
  followed.happened_on AS set_on, followed.next_on, followed.replaced_on,
  (
    SELECT min(ended.happened_on) FROM disqualification_in_force AS ended
    WHERE ended.customer_id = followed.customer_id AND ended.happened_on < :end
      AND (followed.fact = followed.customer_id OR ended.happened_on >= followed.happened_on)
  ) AS ended_on, stood.stage
FROM followed
JOIN customer_in_force AS customer ON customer.id = followed.customer_id
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.customer_id = followed.customer_id AND followed.next_on IS NULL
LEFT JOIN stage_change_in_force AS stood ON stood.closes IS NULL AND stood.id = (
  SELECT latest.id
  FROM stage_change_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.opportunity_id = opportunity.id AND latest.happened_on <= followed.happened_on
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE (followed.next_on IS NULL OR followed.replaced_on IS NULL OR followed.replaced_on > followed.next_on)
  AND (followed.fact <> followed.customer_id OR NOT EXISTS (
    SELECT 1 FROM follow_up_in_force AS earlier
    WHERE earlier.customer_id = followed.customer_id AND earlier.answered = 1 AND earlier.happened_on <= followed.happened_on
  ))
ORDER BY customer.id, followed.happened_on, followed.fact, stood.stage
