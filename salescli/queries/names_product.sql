-- One row: a product whose code or name is exactly :text.
SELECT id, code, name
FROM product_in_force
WHERE code = :text OR name = :text
ORDER BY id
