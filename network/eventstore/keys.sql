-- name: set_viewer
-- Until the transaction ends, only keys of these homes (* for all) and record classes can be seen.
SELECT set_config('hearth.homes', $1, true), set_config('hearth.classes', $2, true);

-- name: load_keys
-- Those of the named keys that the viewer may use and that were not destroyed.
SELECT key_id, person_id, record_class, homes, wrapped
FROM eventstore.sealing_keys
WHERE key_id = ANY ($1::uuid[]) AND wrapped IS NOT NULL;

-- name: homes_of_person
-- The homes in whose streams something is sealed about a person.
SELECT DISTINCT unnest(homes) FROM eventstore.sealing_keys WHERE person_id = $1;

-- name: prepare_keys
-- The keys of these persons, made where they are missing, for use in a home.
SELECT key_id, person_id, record_class, homes, wrapped
FROM eventstore.prepare_keys($1, $2, $3, $4, $5);

-- name: forget_keys
-- Destroy the keys of these persons; how many there were to destroy.
SELECT eventstore.forget_keys($1, $2, $3);

-- name: owners_of_keys
-- The person and record class of each of these keys, whether destroyed or not.
SELECT key_id, person_id, record_class
FROM eventstore.sealing_keys
WHERE key_id = ANY ($1::uuid[]);
