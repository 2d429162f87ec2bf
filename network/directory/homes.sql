-- name: find_home
-- A home by its id or its reference, with the commissioning area it is in and its households open on a day.
SELECT home.home_id, home.ref, home.name, home.cqc_location_id, area.code AS area_code, area.name AS area_name,
       open.ids AS household_ids, open.names AS household_names, open.beds AS household_beds
FROM directory_1.home
LEFT JOIN directory_1.area ON area.recorded_code = home.icb_ods_code AND area.from_on <= $3 AND $3 < area.to_on
CROSS JOIN LATERAL (
    SELECT array_agg(household_id ORDER BY version) AS ids, array_agg(name ORDER BY version) AS names,
           array_agg(beds ORDER BY version) AS beds
    FROM directory_1.household
    CROSS JOIN LATERAL (
        SELECT beds
        FROM directory_1.household_beds
        WHERE household_beds.home_id = household.home_id
          AND household_beds.household_id = household.household_id
          AND household_beds.from_on <= $3
        ORDER BY from_on DESC
        LIMIT 1
    ) AS in_service
    WHERE household.home_id = home.home_id
) AS open
WHERE home.home_id = $1 OR home.ref = $2
ORDER BY home.home_id IS NOT DISTINCT FROM $1 DESC
LIMIT 1;

-- name: homes_by_id
-- These homes, in no order, with the commissioning area each is in on a day.
SELECT home.home_id, home.ref, home.name, home.cqc_location_id, area.code AS area_code, area.name AS area_name
FROM directory_1.home
LEFT JOIN directory_1.area ON area.recorded_code = home.icb_ods_code AND area.from_on <= $2 AND $2 < area.to_on
WHERE home.home_id = ANY ($1::uuid[]);

-- name: homes_named
-- The homes with these ids or references, in no order, with the commissioning area each is in on a day.
SELECT home.home_id, home.ref, home.name, home.cqc_location_id, area.code AS area_code, area.name AS area_name
FROM directory_1.home
LEFT JOIN directory_1.area ON area.recorded_code = home.icb_ods_code AND area.from_on <= $3 AND $3 < area.to_on
WHERE home.home_id = ANY ($1::uuid[]) OR home.ref = ANY ($2::text[]);

-- name: programme_starts
-- Since when those of these homes work in the network's way that do.
SELECT home_id, programme_started_on
FROM directory_1.home
WHERE home_id = ANY ($1::uuid[]) AND programme_started_on IS NOT NULL;

-- name: page_of_homes
-- Some of these homes by name, those after one of them.
WITH page AS (
    SELECT * FROM directory_1.home
    WHERE home_id = ANY ($1::uuid[]) AND (name, home_id) > ($2, $3::uuid)
    ORDER BY name, home_id
    LIMIT $4
)
SELECT page.home_id, page.ref, page.name, page.cqc_location_id, area.code AS area_code, area.name AS area_name
FROM page
LEFT JOIN directory_1.area ON area.recorded_code = page.icb_ods_code AND area.from_on <= $5 AND $5 < area.to_on
ORDER BY page.name, page.home_id;

-- name: page_of_all_homes
-- Some homes of the network by name, those after one of them.
WITH page AS (
    SELECT * FROM directory_1.home
    WHERE (name, home_id) > ($1, $2::uuid)
    ORDER BY name, home_id
    LIMIT $3
)
SELECT page.home_id, page.ref, page.name, page.cqc_location_id, area.code AS area_code, area.name AS area_name
FROM page
LEFT JOIN directory_1.area ON area.recorded_code = page.icb_ods_code AND area.from_on <= $4 AND $4 < area.to_on
ORDER BY page.name, page.home_id;

-- name: count_homes
-- How many of these homes there are.
SELECT count(*) FROM directory_1.home WHERE home_id = ANY ($1::uuid[]);

-- name: count_all_homes
-- How many homes the network has.
SELECT count(*) FROM directory_1.home;

-- name: households_of
-- The households of these homes that are open on a day, with their beds in service.
SELECT household.home_id, household.household_id, household.name, beds.beds
FROM directory_1.household
CROSS JOIN LATERAL (
    SELECT beds
    FROM directory_1.household_beds
    WHERE household_beds.home_id = household.home_id
      AND household_beds.household_id = household.household_id
      AND household_beds.from_on <= $2
    ORDER BY from_on DESC
    LIMIT 1
) AS beds
WHERE household.home_id = ANY ($1::uuid[])
ORDER BY household.home_id, household.version;
