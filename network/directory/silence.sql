-- name: last_records
-- When each home's team last recorded anything, by the time that it was made; homes that never did are not here.
SELECT home_id, last_recorded_at FROM activity_1.home;
