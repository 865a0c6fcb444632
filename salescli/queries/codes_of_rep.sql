-- One row: a code under which rep :rep_id is or was known, each once.
SELECT said.code FROM rep AS said WHERE said.id = :rep_id
UNION
SELECT value AS code FROM correction_in_force WHERE fact_id = :rep_id AND field = 'code'
