-- One row: a version of the policy, in the order they were loaded.
SELECT policy.id, policy.starts_on, policy.title, policy.body, policy.digest
FROM policy_in_force AS policy
JOIN fact ON fact.id = policy.id
ORDER BY fact.recorded_at, policy.id
