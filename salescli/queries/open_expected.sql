-- One row: an opportunity open on :day that is expected to close in [:start, :end), with the latest amount stated and the latest change's probability.
WITH latest AS (
  SELECT opportunity.id, (
    SELECT last.id
    FROM stage_change_in_force AS last
    JOIN fact ON fact.id = last.id
    WHERE last.opportunity_id = opportunity.id AND last.happened_on <= :day
    ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
    LIMIT 1
  ) AS change_id
  FROM opportunity_in_force AS opportunity
), known AS (
  SELECT latest.id, change.stage, change.probability,
    (
      SELECT said.amount
      FROM stage_change_in_force AS said
      JOIN fact ON fact.id = said.id
      WHERE said.opportunity_id = latest.id AND said.happened_on <= :day AND said.amount IS NOT NULL
      ORDER BY said.happened_on DESC, fact.recorded_at DESC, said.id DESC
      LIMIT 1
    ) AS amount,
    (
      SELECT said.expected_close
      FROM stage_change_in_force AS said
      JOIN fact ON fact.id = said.id
      WHERE said.opportunity_id = latest.id AND said.happened_on <= :day AND said.expected_close IS NOT NULL
      ORDER BY said.happened_on DESC, fact.recorded_at DESC, said.id DESC
      LIMIT 1
    ) AS expected_close
  FROM latest
  JOIN stage_change_in_force AS change ON change.id = latest.change_id
  WHERE change.closes IS NULL
)
SELECT known.id AS opportunity_id, known.stage, known.amount, known.probability, known.expected_close
FROM known
WHERE known.expected_close >= :start AND known.expected_close < :end AND known.amount IS NOT NULL
ORDER BY known.id
