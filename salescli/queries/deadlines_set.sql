-- One row: what set a deadline of a customer that can be missed on a day of [:start, :end): the last answered follow-up of a day (each
-- of the span, and each customer's last one before it), or the first day on which a customer never contacted till then was owned.
WITH spoken AS (
  SELECT follow_up.id, follow_up.customer_id, follow_up.happened_on, follow_up.next_on
  FROM follow_up_in_force AS follow_up
  WHERE follow_up.rep_id IN (SELECT id FROM rep) AND follow_up.happened_on >= :start AND follow_up.happened_on < :end
    AND follow_up.answered = 1
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
), owned AS (
  SELECT customer.id AS customer_id, min(owner.happened_on) AS happened_on
  FROM customer_in_force AS customer
  JOIN customer_owner_in_force AS owner ON owner.customer_id = customer.id
  WHERE owner.rep_id IS NOT NULL AND owner.happened_on < :end
  GROUP BY customer.id
), setting AS (
  SELECT spoken.customer_id, spoken.id AS fact, spoken.happened_on, spoken.next_on
  FROM spoken
  JOIN fact ON fact.id = spoken.id
  WHERE (spoken.next_on IS NULL OR spoken.next_on < :end) AND NOT EXISTS (
    SELECT 1
    FROM follow_up_in_force AS later
    JOIN fact AS entry ON entry.id = later.id
    WHERE later.customer_id = spoken.customer_id AND later.happened_on = spoken.happened_on AND later.answered = 1
      AND (entry.recorded_at, later.id) > (fact.recorded_at, spoken.id)
  )
  UNION ALL
  SELECT owned.customer_id, owned.customer_id, owned.happened_on, NULL
  FROM owned
  WHERE NOT EXISTS (
    SELECT 1 FROM follow_up_in_force AS earlier
    WHERE earlier.customer_id = owned.customer_id AND earlier.answered = 1
      AND (earlier.happened_on < :start OR earlier.happened_on <= owned.happened_on)
  )
)
SELECT customer.id AS customer_id, customer.name AS customer, customer.grade, setting.fact,
  setting.happened_on AS set_on, setting.next_on,
  (
    SELECT min(later.happened_on) FROM follow_up_in_force AS later
    WHERE later.customer_id = setting.customer_id AND later.answered = 1
      AND later.happened_on > setting.happened_on AND later.happened_on < :end
  ) AS replaced_on,
  (
    SELECT min(ended.happened_on) FROM disqualification_in_force AS ended
    WHERE ended.customer_id = setting.customer_id AND ended.happened_on < :end
      AND (setting.fact = setting.customer_id OR ended.happened_on >= setting.happened_on)
  ) AS ended_on
FROM setting
JOIN customer_in_force AS customer ON customer.id = setting.customer_id
ORDER BY customer.id, setting.happened_on, setting.fact
