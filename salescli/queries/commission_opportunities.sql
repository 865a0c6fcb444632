-- One row: an opportunity that an expense or a trip was asked for in [:since, :end), with the commission rate preset on it.
SELECT opportunity.id, opportunity.name, opportunity.rate AS preset
FROM opportunity_in_force AS opportunity
WHERE opportunity.id IN (
  SELECT expense.opportunity_id
  FROM expense_in_force AS expense
  WHERE expense.happened_on >= :since AND expense.happened_on < :end
  UNION
  SELECT trip.opportunity_id
  FROM trip_in_force AS trip
  WHERE trip.happened_on >= :since AND trip.happened_on < :end
)
ORDER BY opportunity.id
