-- One row: opportunity :opportunity_id on :day: its latest stage change up to then (null: none yet), and the latest amount stated.
SELECT change.stage, change.closes, change.probability,
  (
    SELECT stated.amount
    FROM stage_change_in_force AS stated
    JOIN fact ON fact.id = stated.id
    WHERE stated.opportunity_id = opportunity.id AND stated.happened_on <= :day AND stated.amount IS NOT NULL
    ORDER BY stated.happened_on DESC, fact.recorded_at DESC, stated.id DESC
    LIMIT 1
  ) AS amount
FROM opportunity_in_force AS opportunity
LEFT JOIN stage_change_in_force AS change ON change.id = (
  SELECT latest.id
  FROM stage_change_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.opportunity_id = opportunity.id AND latest.happened_on <= :day
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE opportunity.id = :opportunity_id
