-- One row: a rep and a channel with the follow-ups of [:start, :end), how many of them nobody answered, and the minutes they took.
SELECT rep_id, channel, CAST(count(*) AS BIGINT) AS follow_ups,
  CAST(count(*) FILTER (WHERE answered = 0) AS BIGINT) AS unanswered, CAST(coalesce(sum(minutes), 0) AS BIGINT) AS minutes
FROM follow_up_in_force
WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end
GROUP BY rep_id, channel
ORDER BY rep_id, channel
