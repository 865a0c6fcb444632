-- One row: the version of the policy that counts on :day; the latest start wins, among equals the last loaded.
SELECT policy.id, policy.starts_on, policy.title, policy.body, policy.digest
FROM policy_in_force AS policy
JOIN fact ON fact.id = policy.id
WHERE policy.starts_on IS NULL OR policy.starts_on <= :day
ORDER BY coalesce(policy.starts_on, '') DESC, fact.recorded_at DESC, policy.id DESC
LIMIT 1
