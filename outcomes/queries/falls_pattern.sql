-- name: pattern_of_falls
-- Where, when and with what harm residents of these homes fell, each from a day of its own, and how many of them.
WITH home AS (
    SELECT * FROM unnest($1::uuid[], $2::date[]) AS home (home_id, first_day)
), fell AS (
    SELECT home_id, resident_id, place, harm, local_hour
    FROM home JOIN falls_1.fall USING (home_id)
    WHERE local_date BETWEEN first_day AND $3
), by_place AS (
    SELECT home_id, jsonb_object_agg(place, falls) AS by_place
    FROM (SELECT home_id, place, count(*) AS falls FROM fell GROUP BY home_id, place) AS p GROUP BY home_id
), by_harm AS (
    SELECT home_id, jsonb_object_agg(harm, falls) AS by_harm
    FROM (SELECT home_id, harm, count(*) AS falls FROM fell GROUP BY home_id, harm) AS h GROUP BY home_id
), by_hour AS (
    SELECT home_id, jsonb_object_agg(local_hour, falls) AS by_hour
    FROM (SELECT home_id, local_hour, count(*) AS falls FROM fell GROUP BY home_id, local_hour) AS t GROUP BY home_id
), by_resident AS (
    SELECT home_id, count(*) AS residents, count(*) FILTER (WHERE falls >= 2) AS twice_or_more
    FROM (SELECT home_id, count(*) AS falls FROM fell GROUP BY home_id, resident_id) AS r GROUP BY home_id
)
SELECT home_id, by_place, by_harm, by_hour, coalesce(residents, 0) AS residents_who_fell,
       coalesce(twice_or_more, 0) AS residents_who_fell_twice_or_more
FROM home
LEFT JOIN by_place USING (home_id)
LEFT JOIN by_harm USING (home_id)
LEFT JOIN by_hour USING (home_id)
LEFT JOIN by_resident USING (home_id);
