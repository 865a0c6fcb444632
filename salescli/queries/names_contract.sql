-- One row: a contract whose code, or opportunity's code or name, is exactly :text. (Looked up by what was recorded or put right, for
-- there are the indexes.)
SELECT contract.id, coalesce(contract.code, '') AS code, coalesce(opportunity.name, contract.code, '') AS name
FROM contract_in_force AS contract
LEFT JOIN opportunity_in_force AS opportunity ON opportunity.id = contract.opportunity_id
WHERE contract.id IN (
  SELECT said.id FROM contract AS said WHERE said.code = :text
  UNION
  SELECT fact_id FROM correction_in_force WHERE value = :text
  UNION
  SELECT said.id FROM contract AS said WHERE said.opportunity_id IN (
    SELECT called.id FROM opportunity AS called WHERE called.name = :text
    UNION
    SELECT called.id FROM opportunity AS called WHERE called.code = :text
    UNION
    SELECT fact_id FROM correction_in_force WHERE value = :text
  )
) AND (contract.code = :text OR opportunity.name = :text OR opportunity.code = :text)
ORDER BY contract.id
