-- One row: the product with the id :id.
SELECT id, code, name
FROM product_in_force
WHERE id = :id
