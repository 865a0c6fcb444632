-- One row: a contract whose code, or opportunity's code or name, is exactly :text.
SELECT contract.id, coalesce(contract.code, '') AS code, coalesce(opportunity.name, contract.code, '') AS name
FROM contract_in_force AS contract
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE contract.code = :text OR contract.opportunity_id IN (
  SELECT named.id
  FROM opportunity_in_force AS named
  WHERE named.id IN (
    SELECT said.id FROM opportunity AS said WHERE said.name = :text
    UNION
    SELECT said.id FROM opportunity AS said WHERE said.code = :text
    UNION
    SELECT fact_id FROM correction_in_force WHERE value = :text
  ) AND (named.name = :text OR named.code = :text)
)
ORDER BY contract.id
