-- One row: an instalment, as planned up to :on, of a contract that had money in [:since, :end), the oldest first.
SELECT instalment.contract_id, instalment.due_on, instalment.amount
FROM instalment_in_force AS instalment
WHERE instalment.happened_on <= :on AND instalment.contract_id IN (
  SELECT receipt.contract_id
  FROM receipt_in_force AS receipt
  WHERE receipt.happened_on >= :since AND receipt.happened_on < :end
)
ORDER BY instalment.contract_id, instalment.due_on, instalment.id
