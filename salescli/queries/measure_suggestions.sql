-- One row: a suggestion made in [:start, :end).
SELECT rep_id, NULL AS opportunity_id, id AS fact, happened_on, happened_on AS credit_on,
  1 AS numerator, 1 AS denominator, 0 AS before
FROM feedback_in_force
WHERE happened_on >= :start AND happened_on < :end AND feedback_kind = 'suggestion' AND :product_id IS NULL
ORDER BY happened_on, id
