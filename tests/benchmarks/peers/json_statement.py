"""The documents' rows as JSON that PostgreSQL makes with one statement: the peer of GraphQL.

Names stay sealed in it, summaries are not put into words and intervals not computed: that is
work of ours that no statement does.
"""

from pathlib import Path

from network.postgres.named_queries import NamedQueries

ROOT = Path(__file__).parents[3]
COUNTS = NamedQueries.beside(__file__, "counts.sql")
HOUSEHOLDS = NamedQueries.load(ROOT / "households" / "reading" / "queries.sql")

HOME_TODAY = """
WITH home AS (
    SELECT * FROM directory_1.home WHERE home_id = $1::uuid
), resident AS (
    SELECT stay.resident_id, latest.household_id, latest.room, stay.moved_in_on, absence.away_from,
           personal.token
    FROM roster_1.stay
    LEFT JOIN roster_1.absence ON absence.home_id = stay.home_id AND absence.stay = stay.version
    CROSS JOIN LATERAL (
        SELECT household_id, room FROM roster_1.placement
        WHERE placement.home_id = stay.home_id AND placement.stay = stay.version ORDER BY from_on DESC LIMIT 1
    ) AS latest
    LEFT JOIN roster_1.personal_for($1::uuid::text, 'care', $1::uuid, ARRAY(
        SELECT resident_id FROM roster_1.stay WHERE stay.home_id = $1 AND moved_out_on IS NULL
    )) AS personal ON personal.person_id = stay.resident_id AND personal.label = 'identity'
    WHERE stay.home_id = $1 AND stay.moved_out_on IS NULL
), household AS (
    SELECT household.household_id, household.name, household.version, beds.beds
    FROM directory_1.household
    CROSS JOIN LATERAL (
        SELECT beds FROM directory_1.household_beds AS beds
        WHERE beds.home_id = household.home_id AND beds.household_id = household.household_id
          AND from_on <= current_date
        ORDER BY from_on DESC LIMIT 1
    ) AS beds
    WHERE household.home_id = $1
), activity AS (
    SELECT * FROM activity_5.event WHERE home_id = $1 ORDER BY version DESC LIMIT 21
)
SELECT json_build_object('data', json_build_object('home', json_build_object(
    'id', home.home_id, 'ref', home.ref, 'name', home.name, 'cqcLocationId', home.cqc_location_id,
    'households', (
        SELECT json_agg(json_build_object('id', household_id, 'name', name, 'beds', beds, 'residents', (
            SELECT coalesce(json_agg(json_build_object(
                'id', resident_id, 'displayName', encode(token, 'base64'), 'room', room,
                'movedInOn', moved_in_on, 'awayFrom', away_from) ORDER BY room), '[]')
            FROM resident WHERE resident.household_id = household.household_id
        )) ORDER BY version) FROM household
    ),
    'activity', json_build_object('edges', (
        SELECT json_agg(json_build_object('cursor', version, 'node', json_build_object(
            'id', version, 'kind', kind, 'occurredAt', occurred_at, 'recordedAt', recorded_at,
            'recordedBy', recorded_by, 'sentBy', sent_by, 'summary', detail)) ORDER BY version DESC)
        FROM (SELECT * FROM activity ORDER BY version DESC LIMIT 20) AS shown
    ), 'pageInfo', json_build_object('hasNextPage', (SELECT count(*) > 20 FROM activity)))
)))::text
FROM home
"""


def _bare(query: str) -> str:
    return query.strip().removesuffix(";")


CASELOAD = f"""
WITH page AS (
    SELECT home.*, area.code AS area_code, area.name AS area_name
    FROM directory_1.home
    LEFT JOIN directory_1.area
        ON area.recorded_code = home.icb_ods_code
       AND area.from_on <= current_date AND current_date < area.to_on
    WHERE home_id = ANY ($1::uuid[]) ORDER BY home.name, home_id LIMIT 24
), falls AS (
    {_bare(COUNTS["falls_by_resident"])}
), available AS (
    {_bare(COUNTS["available_bed_days"])}
), sick AS (
    {_bare(COUNTS["sickness"])}
), recorded AS (
    {_bare(HOUSEHOLDS["last_recorded"])}
)
SELECT json_build_object('data', json_build_object('homes', json_build_object(
    'totalCount', cardinality($1::uuid[]),
    'edges', json_agg(json_build_object('cursor', page.home_id, 'node', json_build_object(
        'id', page.home_id, 'ref', page.ref, 'name', page.name,
        'area', json_build_object('code', area_code, 'name', area_name), 'lastRecordedAt', last_recorded_at,
        'rates', json_build_array(
            json_build_object('measure', 'FALLS', 'numerator', falls, 'denominator', occupied_bed_days),
            json_build_object('measure', 'SICKNESS', 'numerator', fte_days_lost,
                              'denominator', fte_days_available),
            json_build_object('measure', 'OCCUPANCY', 'numerator', occupied_bed_days,
                              'denominator', available_bed_days)
        )
    )) ORDER BY page.name),
    'pageInfo', json_build_object('hasNextPage', cardinality($1::uuid[]) > 24)
)))::text
FROM page LEFT JOIN falls USING (home_id) LEFT JOIN available USING (home_id) LEFT JOIN sick USING (home_id)
LEFT JOIN recorded USING (home_id)
"""

COMPARISON = f"""
WITH counted AS (
    {_bare(COUNTS["falls_by_resident"])}
), network AS (
    SELECT sum(falls) AS falls, sum(occupied_bed_days) AS nights FROM counted
)
SELECT json_build_object('data', json_build_object('comparison', json_build_object(
    'measure', 'FALLS', 'per', 1000,
    'network', (
        SELECT json_build_object('numerator', falls, 'denominator', nights, 'rate', 1000 * falls / nights)
        FROM network
    ),
    'homes', json_agg(json_build_object(
        'home', json_build_object('id', home.home_id, 'name', home.name),
        'numerator', counted.falls, 'denominator', counted.occupied_bed_days,
        'expected', network.falls / network.nights * counted.occupied_bed_days,
        'rate', 1000 * counted.falls / nullif(counted.occupied_bed_days, 0)
    ) ORDER BY home.name)
)))::text
FROM directory_1.home JOIN counted USING (home_id) CROSS JOIN network
"""

RUN_CHART = """
WITH month AS (
    SELECT begins::date AS first_day, least((begins + interval '1 month')::date - 1, $3::date) AS last_day
    FROM occupancy_1.home
    CROSS JOIN LATERAL generate_series(
        date_trunc('month', greatest($2::date, recorded_from)::timestamp), $3::timestamp, interval '1 month'
    ) AS begins
    WHERE home_id = $1::uuid
), counted AS (
    SELECT first_day, last_day, (
        SELECT count(*) FROM falls_1.fall WHERE home_id = $1 AND local_date BETWEEN first_day AND last_day
    ) AS falls, (
        SELECT coalesce(sum(least(moved_out_on, last_day + 1) - greatest(moved_in_on, first_day)), 0)
        FROM occupancy_1.stay
        WHERE home_id = $1 AND moved_out_on > first_day AND moved_in_on <= last_day
    ) AS nights
    FROM month
)
SELECT json_build_object('data', json_build_object('home', json_build_object(
    'id', $1, 'runChart', json_build_object('points', json_agg(json_build_object(
        'startsOn', first_day, 'endsOn', last_day, 'numerator', falls, 'denominator', nights,
        'value', 1000.0 * falls / nullif(nights, 0)
    ) ORDER BY first_day))
)))::text
FROM counted
"""
