-- One row: the rep whose code is :code.
SELECT id, code, name
FROM rep_in_force
WHERE code = :code
