-- One row: a rep's day in [:start, :end), with how many follow-ups it had.
SELECT rep_id, NULL AS opportunity_id, NULL AS fact, happened_on, happened_on AS credit_on,
  count(*) AS numerator, 1 AS denominator, 0 AS before
FROM follow_up_in_force
WHERE rep_id IN (SELECT id FROM rep) AND happened_on >= :start AND happened_on < :end AND :product_id IS NULL
GROUP BY rep_id, happened_on
ORDER BY happened_on, rep_id
