-- name: pattern_of_falls
-- Where, when and with what harm residents of a home fell in a period, and how many of them.
WITH fell AS (
    SELECT resident_id, place, harm, local_hour
    FROM falls_1.fall
    WHERE home_id = $1 AND local_date BETWEEN $2 AND $3
), by_resident AS (
    SELECT count(*) AS falls FROM fell GROUP BY resident_id
)
SELECT (SELECT jsonb_object_agg(place, falls) FROM (SELECT place, count(*) AS falls FROM fell GROUP BY place) AS p)
           AS by_place,
       (SELECT jsonb_object_agg(harm, falls) FROM (SELECT harm, count(*) AS falls FROM fell GROUP BY harm) AS h)
           AS by_harm,
       (SELECT jsonb_object_agg(local_hour, falls)
        FROM (SELECT local_hour, count(*) AS falls FROM fell GROUP BY local_hour) AS t) AS by_hour,
       (SELECT count(*) FROM by_resident) AS residents_who_fell,
       (SELECT count(*) FROM by_resident WHERE falls >= 2) AS residents_who_fell_twice_or_more;
