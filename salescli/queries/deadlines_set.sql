-- One row: what set a deadline of a customer that can be missed on a day of [:start, :end): the last answered follow-up of a day (each
-- of the span, and each customer's last one before it), unless the customer was reached again by the day that it said; or the first
-- day on which a customer never contacted till then was owned. Not what said a day before :said_since, nor what was set before
-- :set_since without saying one. Where no day was said: with the grade, and once for each open opportunity of the customer, with the
-- stage that it was in on the day of setting.
WITH reached AS (
  SELECT customer.id AS customer_id, follow_up.happened_on, count(*) AS times, max(follow_up.id) AS fact, max(follow_up.next_on) AS next_on,
    lead(follow_up.happened_on) OVER (PARTITION BY customer.id ORDER BY follow_up.happened_on) AS replaced_on
  FROM customer_in_force AS customer
  CROSS JOIN follow_up_in_force AS follow_up
  WHERE follow_up.customer_id = customer.id AND follow_up.answered = 1 AND follow_up.happened_on < :end
    AND follow_up.happened_on >= coalesce((
      SELECT max(last.happened_on) FROM follow_up_in_force AS last
      WHERE last.customer_id = customer.id AND last.answered = 1 AND last.happened_on < :start
    ), :start)
  GROUP BY customer.id, follow_up.happened_on
), setting AS (
  SELECT reached.customer_id, reached.happened_on, reached.replaced_on, reached.times, reached.next_on,
    CASE reached.times WHEN 1 THEN reached.fact ELSE (
      SELECT last.id
      FROM follow_up_in_force AS last
      JOIN fact ON fact.id = last.id
      WHERE last.customer_id = reached.customer_id AND last.happened_on = reached.happened_on AND last.answered = 1
      ORDER BY fact.recorded_at DESC, last.id DESC
      LIMIT 1
    ) END AS fact
  FROM reached
), said AS (
  SELECT setting.customer_id, setting.fact, setting.happened_on, setting.replaced_on,
    CASE setting.times WHEN 1 THEN setting.next_on ELSE (
      SELECT follow_up.next_on FROM follow_up_in_force AS follow_up WHERE follow_up.id = setting.fact
    ) END AS next_on
  FROM setting
), never AS (
  SELECT customer.id AS customer_id, (
    SELECT min(owner.happened_on) FROM customer_owner_in_force AS owner
    WHERE owner.customer_id = customer.id AND owner.rep_id IS NOT NULL AND owner.happened_on < :end
  ) AS happened_on
  FROM customer_in_force AS customer
  WHERE NOT EXISTS (
    SELECT 1 FROM follow_up_in_force AS earlier
    WHERE earlier.customer_id = customer.id AND earlier.answered = 1 AND earlier.happened_on < :start
  )
), missable AS (
  SELECT said.customer_id, said.fact, said.happened_on, said.next_on, said.replaced_on
  FROM said
  WHERE (said.next_on IS NULL AND said.happened_on >= :set_since)
    OR (
      said.next_on < :end AND (said.replaced_on IS NULL OR said.replaced_on > said.next_on)
      AND (said.next_on >= :said_since OR said.happened_on >= :said_since)
    )
  UNION ALL
  SELECT never.customer_id, never.customer_id, never.happened_on, NULL, (
    SELECT min(later.happened_on) FROM follow_up_in_force AS later
    WHERE later.customer_id = never.customer_id AND later.answered = 1
      AND later.happened_on > never.happened_on AND later.happened_on < :end
  )
  FROM never
  WHERE never.happened_on >= :set_since AND NOT EXISTS (
    SELECT 1 FROM follow_up_in_force AS earlier
    WHERE earlier.customer_id = never.customer_id AND earlier.answered = 1 AND earlier.happened_on <= never.happened_on
  )
)
SELECT customer.id AS customer_id, customer.name AS customer, CASE WHEN missable.next_on IS NULL THEN customer.grade END AS grade, missable.fact,
  missable.happened_on AS set_on, missable.next_on, missable.replaced_on,
  (
    SELECT min(ended.happened_on) FROM disqualification_in_force AS ended
    WHERE ended.customer_id = missable.customer_id AND ended.happened_on < :end
      AND (missable.fact = missable.customer_id OR ended.happened_on >= missable.happened_on)
  ) AS ended_on, stood.stage
FROM missable
JOIN customer_in_force AS customer ON customer.id = missable.customer_id
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.customer_id = missable.customer_id AND missable.next_on IS NULL
LEFT JOIN stage_change_in_force AS stood ON stood.closes IS NULL AND stood.id = (
  SELECT latest.id
  FROM stage_change_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.opportunity_id = opportunity.id AND latest.happened_on <= missable.happened_on
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
ORDER BY customer.id, missable.happened_on, missable.fact, stood.stage
