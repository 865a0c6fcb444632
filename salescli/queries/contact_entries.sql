-- One row: a contact entered in [:start, :end), under its customer's owner of that day.
SELECT owner.rep_id, contact.id AS fact, contact.happened_on, contact.title, contact.phone, contact.email
FROM contact_in_force AS contact
JOIN customer_owner_in_force AS owner ON owner.id = (
  SELECT last.id
  FROM customer_owner_in_force AS last
  JOIN fact ON fact.id = last.id
  WHERE last.customer_id = contact.customer_id AND last.happened_on <= contact.happened_on
  ORDER BY last.happened_on DESC, fact.recorded_at DESC, last.id DESC
  LIMIT 1
)
WHERE contact.happened_on >= :start AND contact.happened_on < :end AND owner.rep_id IS NOT NULL
ORDER BY contact.happened_on, contact.id
