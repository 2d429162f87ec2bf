-- Counts of homes as SQL alone would make them, for the peer: homes ($1), the first day that counts in each ($2), the
-- last day ($3).

-- name: falls_by_resident
-- Occupied bed days and falls of each home, with the sums over its residents that show how falls cluster in people.
WITH period AS (
    SELECT * FROM unnest($1::uuid[], $2::date[]) AS period (home_id, first_day)
), present AS (
    SELECT stay.home_id, stay.version, stay.resident_id, greatest(stay.moved_in_on, first_day) AS from_on,
           least(stay.moved_out_on, $3::date + 1) AS to_on
    FROM occupancy_1.stay JOIN period USING (home_id)
    WHERE stay.home_id = ANY ($1::uuid[]) AND stay.moved_out_on > first_day AND stay.moved_in_on <= $3::date
), away AS (
    SELECT present.home_id, present.resident_id,
           sum(least(absence.back_on, to_on) - greatest(absence.away_from, from_on)) AS nights
    FROM present
    JOIN occupancy_1.absence ON absence.home_id = present.home_id AND absence.stay = present.version
    WHERE absence.home_id = ANY ($1::uuid[]) AND absence.back_on > from_on AND absence.away_from < to_on
    GROUP BY present.home_id, present.resident_id
), lived AS (
    SELECT home_id, resident_id, sum(to_on - from_on) AS nights FROM present GROUP BY home_id, resident_id
), fell AS (
    SELECT home_id, resident_id, count(*) AS falls, count(*) FILTER (WHERE injurious) AS injurious
    FROM falls_1.fall JOIN period USING (home_id)
    WHERE home_id = ANY ($1::uuid[]) AND local_date BETWEEN first_day AND $3::date
    GROUP BY home_id, resident_id
), resident AS (
    SELECT home_id, (coalesce(lived.nights, 0) - coalesce(away.nights, 0))::float8 AS n,
           coalesce(falls, 0)::float8 AS x, coalesce(injurious, 0)::float8 AS y
    FROM lived LEFT JOIN away USING (home_id, resident_id) FULL JOIN fell USING (home_id, resident_id)
)
SELECT home_id, sum(n) AS occupied_bed_days, sum(n * n) AS bed_days_squared,
       count(*) FILTER (WHERE n > 0 OR x > 0) AS residents,
       sum(x) AS falls, sum(x * x) AS falls_squared, sum(x * n) AS falls_times_bed_days,
       sum(y) AS injurious, sum(y * y) AS injurious_squared, sum(y * n) AS injurious_times_bed_days
FROM resident
GROUP BY home_id;

-- name: available_bed_days
-- Beds in service times nights, of each home.
WITH period AS (
    SELECT * FROM unnest($1::uuid[], $2::date[]) AS period (home_id, first_day)
), beds AS (
    SELECT home_id, beds, from_on,
           lead(from_on, 1, 'infinity') OVER (PARTITION BY home_id, household_id ORDER BY from_on) AS to_on
    FROM occupancy_1.household_beds
    WHERE home_id = ANY ($1::uuid[])
)
SELECT home_id,
       sum(beds * (least(to_on, $3::date + 1) - greatest(from_on, first_day)))::float8 AS available_bed_days
FROM beds JOIN period USING (home_id)
WHERE to_on > first_day AND from_on <= $3::date
GROUP BY home_id;

-- name: sickness
-- FTE days available and lost, of each home; overlapping spells of one person count once.
-- Hours and a spell belong to the employment that they were recorded in: none comes back with who comes back.
WITH period AS (
    SELECT * FROM unnest($1::uuid[], $2::date[]) AS period (home_id, first_day)
), employed AS (
    SELECT joining.home_id, joining.staff_id, joining.version, joining.started_on, coalesce((
               SELECT min(leaving.left_on)
               FROM sickness_1.leaving
               WHERE leaving.home_id = joining.home_id AND leaving.staff_id = joining.staff_id
                 AND leaving.left_on >= joining.started_on
           ), 'infinity') AS left_on
    FROM sickness_1.joining
    WHERE joining.home_id = ANY ($1::uuid[]) AND joining.started_on <= $3::date
), agreed AS (
    SELECT home_id, staff_id, hours, from_on, least(left_on, lead(from_on, 1, 'infinity') OVER (
               PARTITION BY home_id, staff_id, employed.version ORDER BY from_on
           ) - 1) AS through_on
    FROM employed JOIN sickness_1.weekly_hours USING (home_id, staff_id)
    WHERE weekly_hours.home_id = ANY ($1::uuid[]) AND from_on BETWEEN started_on AND left_on
      AND weekly_hours.version >= employed.version
), full_time AS (
    SELECT home_id, hours, from_on,
           lead(from_on, 1, 'infinity') OVER (PARTITION BY home_id ORDER BY from_on) AS to_on
    FROM sickness_1.full_time_hours
    WHERE home_id = ANY ($1::uuid[])
), fte AS (
    SELECT home_id, staff_id, agreed.hours / full_time.hours AS fte,
           greatest(agreed.from_on, full_time.from_on, first_day) AS first_day,
           least(through_on, full_time.to_on - 1, $3::date) AS last_day
    FROM agreed JOIN full_time USING (home_id) JOIN period USING (home_id)
    WHERE greatest(agreed.from_on, full_time.from_on, first_day) <= least(through_on, full_time.to_on - 1, $3::date)
), sick AS (
    SELECT home_id, staff_id,
           unnest(range_agg(daterange(greatest(spell.first_day, period.first_day),
                                      least(spell.last_day, left_on, $3::date) + 1))) AS days
    FROM sickness_1.spell JOIN period USING (home_id) JOIN employed USING (home_id, staff_id)
    WHERE spell.home_id = ANY ($1::uuid[]) AND spell.first_day BETWEEN started_on AND left_on
      AND least(spell.last_day, left_on) >= period.first_day AND spell.first_day <= $3::date
    GROUP BY home_id, staff_id
), lost AS (
    SELECT home_id, sum(fte * (least(upper(days) - 1, last_day) - greatest(lower(days), first_day) + 1)) AS days
    FROM fte JOIN sick USING (home_id, staff_id)
    WHERE lower(days) <= last_day AND upper(days) > first_day
    GROUP BY home_id
)
SELECT home_id, sum(fte * (last_day - first_day + 1))::float8 AS fte_days_available,
       coalesce(max(lost.days), 0)::float8 AS fte_days_lost
FROM fte LEFT JOIN lost USING (home_id)
GROUP BY home_id;
