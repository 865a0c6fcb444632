-- One row: the first day before :end of which the ledger knows any work: an opportunity, a follow-up, a contract, money; none
-- before there is any.
SELECT min(known.happened_on) AS happened_on
FROM (
  SELECT min(opportunity.happened_on) AS happened_on FROM opportunity_in_force AS opportunity WHERE opportunity.happened_on < :end
  UNION ALL
  SELECT min(follow_up.happened_on) FROM follow_up_in_force AS follow_up WHERE follow_up.happened_on < :end
  UNION ALL
  SELECT min(contract.happened_on) FROM contract_in_force AS contract WHERE contract.happened_on < :end
  UNION ALL
  SELECT min(receipt.happened_on) FROM receipt_in_force AS receipt WHERE receipt.happened_on < :end
) AS known
