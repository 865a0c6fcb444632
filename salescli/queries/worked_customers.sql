-- One row: a rep with how many different customers were reached in [:start, :end) (an unanswered call reaches nobody).
SELECT rep_id, CAST(count(DISTINCT customer_id) AS BIGINT) AS number
FROM follow_up_in_force
WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end AND answered = 1
GROUP BY rep_id
ORDER BY rep_id
