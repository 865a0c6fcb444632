-- One row: a customer whose name is exactly :text. (Looked up by what was recorded or put right, for there are the indexes.)
SELECT id, '' AS code, name
FROM customer_in_force
WHERE id IN (
  SELECT said.id FROM customer AS said WHERE said.name = :text
  UNION
  SELECT fact_id FROM correction_in_force WHERE value = :text
) AND name = :text
ORDER BY id
