-- One row: a follow-up of [:start, :end), with the instant of its entry.
SELECT follow_up.rep_id, follow_up.id AS fact, follow_up.happened_on, follow_up.happened_at, fact.recorded_at,
  follow_up.contact_id, follow_up.opportunity_id, follow_up.minutes, follow_up.content, follow_up.next_on, follow_up.next_step
FROM follow_up_in_force AS follow_up
JOIN fact ON fact.id = follow_up.id
WHERE follow_up.rep_id IN (SELECT id FROM rep) AND follow_up.happened_on >= :start AND follow_up.happened_on < :end
ORDER BY follow_up.happened_on, fact.recorded_at, follow_up.id
