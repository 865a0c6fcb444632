-- One row: how many customers and open opportunities rep :rep_id owns on :day.
SELECT
  (
    SELECT CAST(count(*) AS BIGINT)
    FROM customer_in_force AS customer
    WHERE (
      SELECT owner.rep_id
      FROM customer_owner_in_force AS owner
      JOIN fact ON fact.id = owner.id
      WHERE owner.customer_id = customer.id AND owner.happened_on <= :day
      ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
      LIMIT 1
    ) = :rep_id
  ) AS customers,
  (
    SELECT CAST(count(*) AS BIGINT)
    FROM opportunity_in_force AS opportunity
    WHERE (
      SELECT owner.rep_id
      FROM opportunity_owner_in_force AS owner
      JOIN fact ON fact.id = owner.id
      WHERE owner.opportunity_id = opportunity.id AND owner.happened_on <= :day
      ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
      LIMIT 1
    ) = :rep_id
    AND (
      SELECT change.closes
      FROM stage_change_in_force AS change
      JOIN fact ON fact.id = change.id
      WHERE change.opportunity_id = opportunity.id AND change.happened_on <= :day
      ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
      LIMIT 1
    ) IS NULL
  ) AS opportunities
