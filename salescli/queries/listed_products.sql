-- One row: a product known on :day with the list price and cost of that day, and since when they stand.
SELECT product.id, product.code AS product, product.name, price.list_price, price.cost, price.happened_on AS since
FROM product_in_force AS product
LEFT JOIN product_price_in_force AS price ON price.id = (
  SELECT latest.id
  FROM product_price_in_force AS latest
  JOIN fact ON fact.id = latest.id
  WHERE latest.product_id = product.id AND latest.happened_on <= :day
  ORDER BY latest.happened_on DESC, fact.recorded_at DESC, latest.id DESC
  LIMIT 1
)
WHERE product.happened_on <= :day
ORDER BY product.code
