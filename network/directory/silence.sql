-- name: last_records
-- When anything last arrived from each home's team, and when the team had written it down, which on a device without
-- a signal is before; what network IT does to a home is not its team's.
SELECT home.home_id, latest.recorded_at, home.last_recorded_at
FROM activity_5.home
CROSS JOIN LATERAL (
    SELECT recorded_at
    FROM activity_5.event
    WHERE event.home_id = home.home_id
      AND kind NOT IN ('home-opened', 'household-opened', 'household-beds-changed', 'person-forgotten')
    ORDER BY version DESC
    LIMIT 1
) AS latest;
