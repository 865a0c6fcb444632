-- One row: the list price and cost of product :product_id on :day.
SELECT price.list_price, price.cost
FROM product_price_in_force AS price
JOIN fact ON fact.id = price.id
WHERE price.product_id = :product_id AND price.happened_on <= :day
ORDER BY price.happened_on DESC, fact.recorded_at DESC, price.id DESC
LIMIT 1
