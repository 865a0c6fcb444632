-- One row: a contact entered by :day, of customer :customer_id, or of any where that is null.
SELECT contact.id, contact.name, contact.title, contact.phone, contact.email, contact.customer_id, customer.name AS customer,
  contact.happened_on AS entered_on
FROM contact_in_force AS contact
JOIN customer_in_force AS customer ON customer.id = contact.customer_id
WHERE contact.happened_on <= :day AND (:customer_id IS NULL OR contact.customer_id = :customer_id)
ORDER BY customer.name, contact.name, contact.id
