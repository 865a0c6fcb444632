-- One row: the day of the earliest payment on any contract that was refunded in [:since, :end); none without refunds.
SELECT min(first.happened_on) AS happened_on
FROM receipt_in_force AS first
WHERE first.kind = 'payment' AND first.contract_id IN (
  SELECT refund.contract_id
  FROM receipt_in_force AS refund
  WHERE refund.kind = 'refund' AND refund.happened_on >= :since AND refund.happened_on < :end
)
