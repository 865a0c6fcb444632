-- One row: an opportunity with money received, a contract signed, an expense or a trip asked for in [:start, :end), or the one whose id
-- is :opportunity_id: its owner and its customer's on :day; how its latest stage up to :on closes it, and whether it has a contract by then.
WITH touched AS (
  SELECT contract.opportunity_id AS id
  FROM receipt_in_force AS receipt
  JOIN contract_in_force AS contract ON contract.id = receipt.contract_id
  WHERE receipt.happened_on >= :start AND receipt.happened_on < :end
  UNION
  SELECT opportunity_id
  FROM contract_in_force
  WHERE id IN (
    SELECT said.id FROM contract AS said WHERE said.happened_on >= :start AND said.happened_on < :end
    UNION
    SELECT fact_id FROM correction_in_force WHERE field = 'happened_on' AND value >= :start AND value < :end
  ) AND happened_on >= :start AND happened_on < :end
  UNION
  SELECT opportunity_id
  FROM expense_in_force
  WHERE opportunity_id IS NOT NULL AND happened_on >= :start AND happened_on < :end
  UNION
  SELECT opportunity_id
  FROM trip_in_force
  WHERE opportunity_id IS NOT NULL AND happened_on >= :start AND happened_on < :end
  UNION
  SELECT id
  FROM opportunity_in_force
  WHERE id = :opportunity_id
)
SELECT touched.id, opportunity.name, opportunity.customer_id, customer.name AS customer, owner.code AS rep,
  keeper.code AS customer_rep,
  (
    SELECT change.closes
    FROM stage_change_in_force AS change
    JOIN fact ON fact.id = change.id
    WHERE change.opportunity_id = touched.id AND change.happened_on <= :on
    ORDER BY change.happened_on DESC, fact.recorded_at DESC, change.id DESC
    LIMIT 1
  ) AS closes,
  EXISTS (
    SELECT 1
    FROM contract_in_force AS contract
    WHERE contract.opportunity_id = touched.id AND contract.happened_on <= :on
  ) AS is_signed
FROM touched
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = touched.id
LEFT JOIN customer_in_force AS customer ON customer.id = opportunity.customer_id
LEFT JOIN rep_in_force AS owner ON owner.id = (
  SELECT held.rep_id
  FROM opportunity_owner_in_force AS held
  JOIN fact ON fact.id = held.id
  WHERE held.opportunity_id = touched.id AND held.happened_on <= :day
  ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
  LIMIT 1
)
LEFT JOIN rep_in_force AS keeper ON keeper.id = (
  SELECT held.rep_id
  FROM customer_owner_in_force AS held
  JOIN fact ON fact.id = held.id
  WHERE held.customer_id = opportunity.customer_id AND held.happened_on <= :day
  ORDER BY held.happened_on DESC, fact.recorded_at DESC, held.id DESC
  LIMIT 1
)
ORDER BY touched.id
