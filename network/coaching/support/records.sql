-- name: support_entries
-- Of each of these homes ($1) the newest visits, actions and questions before a version ($2), so many of them ($3),
-- and every open action; with their answers, oldest first.
WITH root AS (
    SELECT newest.*
    FROM unnest($1::uuid[]) AS home (home_id)
    CROSS JOIN LATERAL (
        SELECT * FROM support_1.entry AS e
        WHERE e.home_id = home.home_id AND e.kind <> 'answer' AND e.version < $2
        ORDER BY e.version DESC
        LIMIT $3
    ) AS newest
    UNION
    SELECT * FROM support_1.entry
    WHERE home_id = ANY ($1) AND kind = 'action' AND done_at IS NULL AND taken_back IS NULL
)
SELECT * FROM root
UNION ALL
SELECT answer.* FROM support_1.entry AS answer
JOIN root ON root.home_id = answer.home_id AND root.version = answer.about AND root.kind = 'question'
WHERE answer.kind = 'answer'
ORDER BY home_id, version;

-- name: support_words
-- The sealed words of these entries ($2, $3), as far as the viewer's homes ($1) allow.
SELECT home_id, version, token FROM support_1.words_for($1, $2, $3);

-- name: last_visits
-- When each of these homes was last visited.
SELECT home_id, max(day) AS visited_on
FROM support_1.entry
WHERE home_id = ANY ($1::uuid[]) AND kind = 'visit' AND taken_back IS NULL
GROUP BY home_id;

-- name: support_waiting
-- In each of these homes: questions in which the coach had the last word, and open actions of the team and of the
-- coach; of the team's also those due by a day ($2).
SELECT
    home_id,
    count(*) FILTER (WHERE kind = 'question' AND last_side IS DISTINCT FROM 'team') AS questions,
    count(*) FILTER (WHERE kind = 'action' AND owner = 'team') AS team_actions,
    count(*) FILTER (WHERE kind = 'action' AND owner = 'team' AND day <= $2) AS team_actions_due,
    count(*) FILTER (WHERE kind = 'action' AND owner = 'coach') AS coach_actions
FROM (
    SELECT entry.*, (
        SELECT answer.side FROM support_1.entry AS answer
        WHERE answer.home_id = entry.home_id AND answer.about = entry.version
            AND answer.kind = 'answer' AND answer.taken_back IS NULL
        ORDER BY answer.version DESC LIMIT 1
    ) AS last_side
    FROM support_1.entry AS entry
    WHERE entry.home_id = ANY ($1::uuid[]) AND entry.taken_back IS NULL
        AND (entry.kind = 'question' OR (entry.kind = 'action' AND entry.done_at IS NULL))
) AS waiting
GROUP BY home_id;
