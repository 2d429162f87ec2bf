-- What is counted from, as one value of packed rows each: read at once, however many homes and rows there are.
-- Every query takes the homes ($1), and the first and last day ($2, $3) that any of what is asked needs. A row
-- begins with its home's place among $1. Of an id its last eight bytes are read: they tell people of a home apart.
-- Each home is looked up by index, and nothing is joined here: a plan that fits one home fits a thousand.

-- name: stays
-- Stays: home, version, resident, moved in on, moved out on.
SELECT string_agg(int4send(n::int) || int8send(version) || substring(uuid_send(resident_id) FROM 9)
                  || date_send(moved_in_on) || date_send(moved_out_on), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN occupancy_1.stay USING (home_id)
WHERE moved_out_on > $2::date AND moved_in_on <= $3::date;

-- name: absences
-- Nights away: home, version of the stay, away from, back on.
SELECT string_agg(int4send(n::int) || int8send(stay) || date_send(away_from) || date_send(back_on), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN occupancy_1.absence USING (home_id)
WHERE back_on > $2::date AND away_from <= $3::date;

-- name: falls
-- Falls: home, resident, day, and 1 for harm low or worse.
SELECT string_agg(int4send(n::int) || substring(uuid_send(resident_id) FROM 9) || date_send(local_date)
                  || int4send(injurious::int), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN falls_1.fall USING (home_id)
WHERE local_date BETWEEN $2::date AND $3::date;

-- name: beds
-- Beds in service from a day on: home, household, day, beds. Those from before count on.
SELECT string_agg(int4send(n::int) || substring(uuid_send(household_id) FROM 9) || date_send(from_on)
                  || int4send(beds), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN occupancy_1.household_beds USING (home_id)
WHERE $2::date <= $3::date AND from_on <= $3;

-- name: moments
-- What residents chose and enjoyed: home, resident, day.
SELECT string_agg(int4send(n::int) || substring(uuid_send(resident_id) FROM 9) || date_send(enjoyed_on), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN occupancy_1.moment USING (home_id)
WHERE enjoyed_on BETWEEN $2::date AND $3::date;

-- name: volunteering
-- Volunteers' hours: home, day, hours.
SELECT string_agg(int4send(n::int) || date_send(given_on) || float8send(hours::float8), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN occupancy_1.volunteering USING (home_id)
WHERE given_on BETWEEN $2::date AND $3::date;

-- name: joinings
-- Who joined a team: home, person, version, started on.
SELECT string_agg(int4send(n::int) || substring(uuid_send(staff_id) FROM 9) || int8send(version)
                  || date_send(started_on), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN sickness_1.joining USING (home_id)
WHERE $2::date <= $3::date AND started_on <= $3;

-- name: leavings
-- Who left a team: home, person, last day.
SELECT string_agg(int4send(n::int) || substring(uuid_send(staff_id) FROM 9) || date_send(left_on), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN sickness_1.leaving USING (home_id)
WHERE $2::date <= $3::date;

-- name: weekly_hours
-- Hours agreed from a day on: home, person, version, day, hours.
SELECT string_agg(int4send(n::int) || substring(uuid_send(staff_id) FROM 9) || int8send(version)
                  || date_send(from_on) || float8send(hours::float8), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN sickness_1.weekly_hours USING (home_id)
WHERE $2::date <= $3::date AND from_on <= $3;

-- name: full_time_hours
-- Hours that are full time from a day on: home, day, hours.
SELECT string_agg(int4send(n::int) || date_send(from_on) || float8send(hours::float8), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN sickness_1.full_time_hours USING (home_id)
WHERE $2::date <= $3::date AND from_on <= $3;

-- name: spells
-- Sickness: home, person, first day, last day.
SELECT string_agg(int4send(n::int) || substring(uuid_send(staff_id) FROM 9) || date_send(first_day)
                  || date_send(last_day), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN sickness_1.spell USING (home_id)
WHERE last_day >= $2::date AND first_day <= $3::date;

-- name: baseline_months
-- Months known as totals: home, first day, last day, bed days, falls, with harm, FTE days lost and available.
-- What is not known is NaN.
SELECT string_agg(int4send(n::int) || date_send(month) || date_send((month + interval '1 month')::date - 1)
                  || float8send(occupied_bed_days::float8) || float8send(coalesce(falls::float8, 'NaN'))
                  || float8send(coalesce(injurious_falls::float8, 'NaN'))
                  || float8send(coalesce(fte_days_lost::float8, 'NaN'))
                  || float8send(coalesce(fte_days_available::float8, 'NaN')), ''::bytea)
FROM unnest($1::uuid[]) WITH ORDINALITY AS home (home_id, n) JOIN occupancy_1.baseline_month USING (home_id)
WHERE month BETWEEN $2::date AND $3::date;

-- name: recorded_from
-- The day before which nothing counts, of each of these homes.
SELECT home_id, recorded_from FROM occupancy_1.home WHERE home_id = ANY ($1::uuid[]);

-- name: recorded_from_of_all
-- The day before which nothing counts, of every home.
SELECT home_id, recorded_from FROM occupancy_1.home;
