-- One row: what happened with contract :contract_id up to :day, in order: its signing, lines, plan and money. name: what it is about;
-- more: a line's quantity; until: the day on which an instalment falls due.
WITH happening AS (
  SELECT contract.id, 'contract' AS kind, contract.happened_on,
    coalesce(contract.code, opportunity.name) AS name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, contract.amount
  FROM contract_in_force AS contract
  JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
  WHERE contract.id = :contract_id
  UNION ALL
  SELECT line.id, 'contract_line' AS kind, line.happened_on,
    product.name, NULL AS word, NULL AS mark,
    NULL AS text, CAST(line.quantity AS TEXT) AS more, NULL AS until, line.quantity * line.unit_price AS amount
  FROM contract_line_in_force AS line
  JOIN product_in_force AS product ON product.id = line.product_id
  WHERE line.contract_id = :contract_id
  UNION ALL
  SELECT instalment.id, 'instalment' AS kind, instalment.happened_on,
    NULL AS name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, instalment.due_on AS until, instalment.amount
  FROM instalment_in_force AS instalment
  WHERE instalment.contract_id = :contract_id
  UNION ALL
  SELECT receipt.id, receipt.kind, receipt.happened_on,
    NULL AS name, NULL AS word, NULL AS mark,
    NULL AS text, NULL AS more, NULL AS until, receipt.amount
  FROM receipt_in_force AS receipt
  WHERE receipt.contract_id = :contract_id
)
SELECT happening.id, happening.kind, happening.happened_on, fact.recorded_at, fact.recorded_by, fact.note, happening.name, happening.word,
  happening.mark, happening.text, happening.more, happening.until, happening.amount
FROM happening
JOIN fact ON fact.id = happening.id
WHERE happening.happened_on <= :day
ORDER BY happening.happened_on, fact.recorded_at, happening.id
