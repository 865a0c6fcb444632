-- One row: the id of an entertainment asked for in [:start, :end) on an opportunity.
SELECT id
FROM expense_in_force
WHERE category = 'entertainment' AND opportunity_id IS NOT NULL AND happened_on >= :start AND happened_on < :end
ORDER BY id
