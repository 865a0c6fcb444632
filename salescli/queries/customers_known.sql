-- One row: a customer whose name is :name, or whose phone has the digits :phone ('': no phone asked for), with its owner on :day.
SELECT customer.id, customer.name, customer.phone,
  CASE WHEN lower(trim(customer.name)) = lower(trim(:name)) THEN 1 ELSE 0 END AS same_name,
  rep.code AS owner_code, rep.name AS owner
FROM customer_in_force AS customer
LEFT JOIN rep_in_force AS rep ON rep.id = (
  SELECT owner.rep_id
  FROM customer_owner_in_force AS owner
  JOIN fact ON fact.id = owner.id
  WHERE owner.customer_id = customer.id AND owner.happened_on <= :day
  ORDER BY owner.happened_on DESC, fact.recorded_at DESC, owner.id DESC
  LIMIT 1
)
WHERE lower(trim(customer.name)) = lower(trim(:name))
  OR (:phone <> '' AND replace(replace(replace(customer.phone, '-', ''), ' ', ''), '+86', '') = :phone)
ORDER BY customer.id
