-- One row: a rep's day in [:start, :end) with follow-ups: how many they are, how many different customers were reached (an unanswered
-- call reaches nobody), in how many of them each field is filled, the earliest time said, and the instant of the last entry.
SELECT follow_up.rep_id, follow_up.happened_on, count(*) AS follow_ups,
  count(DISTINCT CASE follow_up.answered WHEN 1 THEN follow_up.customer_id END) AS customers,
  count(follow_up.happened_at) AS happened_at, count(follow_up.contact_id) AS contact_id,
  count(follow_up.opportunity_id) AS opportunity_id, count(follow_up.minutes) AS minutes,
  count(nullif(follow_up.content, '')) AS content, count(follow_up.next_on) AS next_on,
  count(nullif(follow_up.next_step, '')) AS next_step,
  min(follow_up.happened_at) AS first_at, max(fact.recorded_at) AS last_entry
FROM follow_up_in_force AS follow_up
JOIN fact ON fact.id = follow_up.id
WHERE follow_up.rep_id IN (SELECT id FROM rep) AND follow_up.happened_on >= :start AND follow_up.happened_on < :end
GROUP BY follow_up.rep_id, follow_up.happened_on
ORDER BY follow_up.rep_id, follow_up.happened_on
