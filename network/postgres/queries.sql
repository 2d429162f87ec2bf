-- name: find_oldest_transaction
-- The open transaction with the oldest id in the cluster: who reads the log in order waits for it.
SELECT lock.pid,
       extract(epoch FROM clock_timestamp() - activity.xact_start)::double precision AS seconds,
       lock.transactionid::text AS id
FROM pg_locks AS lock
LEFT JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
WHERE lock.locktype = 'transactionid' AND lock.mode = 'ExclusiveLock' AND lock.granted
  AND lock.pid IS DISTINCT FROM pg_backend_pid()
ORDER BY age(lock.transactionid) DESC
LIMIT 1;
