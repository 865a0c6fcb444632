-- One row: a product whose code or name is exactly :text. (Looked up by what was recorded or put right, for there are the indexes.)
SELECT id, code, name
FROM product_in_force
WHERE id IN (
  SELECT said.id FROM product AS said WHERE said.name = :text
  UNION
  SELECT said.id FROM product AS said WHERE said.code = :text
  UNION
  SELECT fact_id FROM correction_in_force WHERE value = :text
) AND (code = :text OR name = :text)
ORDER BY id
