-- name: shared_learning
-- What is shared, newest first, before a place in the log ($1), at most so many ($2); of a subject ($3), a measure
-- ($4) and a kind ($5), where these are not null. How often it was answered and tried comes with it.
SELECT shared.*, coalesce(replies.answers, 0) AS answers, coalesce(replies.tried, 0) AS tried,
    coalesce(replies.helped, 0) AS helped, home.name AS home_name
FROM learning_1.shared AS shared
LEFT JOIN LATERAL (
    SELECT count(*) AS answers, count(reply.tried) AS tried, count(*) FILTER (WHERE reply.tried = 'helped') AS helped
    FROM learning_1.reply AS reply
    WHERE reply.learning_id = shared.learning_id AND reply.taken_back IS NULL
) AS replies ON true
LEFT JOIN directory_1.home AS home ON home.home_id = shared.home_id AND shared.is_named
WHERE shared.taken_back IS NULL AND shared."position" < $1
    AND ($3::text IS NULL OR shared.subject = $3)
    AND ($4::text IS NULL OR shared.measure = $4)
    AND ($5::text IS NULL OR shared.shared_as = $5)
ORDER BY shared."position" DESC
LIMIT $2;

-- name: one_learning
-- One thing that was shared, also where it was taken back.
SELECT shared.*, coalesce(replies.answers, 0) AS answers, coalesce(replies.tried, 0) AS tried,
    coalesce(replies.helped, 0) AS helped, home.name AS home_name
FROM learning_1.shared AS shared
LEFT JOIN LATERAL (
    SELECT count(*) AS answers, count(reply.tried) AS tried, count(*) FILTER (WHERE reply.tried = 'helped') AS helped
    FROM learning_1.reply AS reply
    WHERE reply.learning_id = shared.learning_id AND reply.taken_back IS NULL
) AS replies ON true
LEFT JOIN directory_1.home AS home ON home.home_id = shared.home_id AND shared.is_named
WHERE shared.learning_id = $1;

-- name: replies
-- What was answered to these, oldest first.
SELECT reply.*, home.name AS home_name
FROM learning_1.reply AS reply
LEFT JOIN directory_1.home AS home ON home.home_id = reply.home_id AND reply.is_named
WHERE reply.learning_id = ANY ($1::uuid[])
ORDER BY reply.learning_id, reply.version;

-- name: learning_words
-- The sealed words of these ($2) up to a version of each ($3), as far as the viewer's classes ($1) allow.
SELECT learning_id, version, token FROM learning_1.words_for($1, $2, $3);

-- name: count_learning
-- How many are shared, of a subject ($1), a measure ($2) and a kind ($3), where these are not null.
SELECT count(*)
FROM learning_1.shared AS shared
WHERE shared.taken_back IS NULL
    AND ($1::text IS NULL OR shared.subject = $1)
    AND ($2::text IS NULL OR shared.measure = $2)
    AND ($3::text IS NULL OR shared.shared_as = $3);
