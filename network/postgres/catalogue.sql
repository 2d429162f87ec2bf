-- name: read_catalogue
-- Everything in our schemas, a statement a line: each is what would make the thing so where it is missing.
WITH ours AS (
    SELECT c.*, format('%I.%I', n.nspname, c.relname) AS named
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'S', 'v', 'm', 'p')
      AND (n.nspname IN ('eventstore', 'access', 'projections', 'books')
           OR n.nspname = 'public' AND c.relname = 'hearth_migrations')
), functions AS (
    SELECT p.*, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS named
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('eventstore', 'access', 'projections', 'books')
), granted (on_what, column_of_it, acl) AS (
    SELECT 'SCHEMA ' || quote_ident(nspname), NULL::name, coalesce(nspacl, acldefault('n', nspowner))
    FROM pg_namespace WHERE nspname IN ('eventstore', 'access', 'projections', 'books')
    UNION ALL
    SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || named, NULL,
           coalesce(relacl, acldefault((CASE relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", relowner))
    FROM ours
    UNION ALL
    SELECT 'FUNCTION ' || named, NULL, coalesce(proacl, acldefault('f', proowner)) FROM functions
    UNION ALL
    SELECT 'TABLE ' || named, attname, attacl
    FROM ours JOIN pg_attribute a ON a.attrelid = ours.oid
    WHERE attacl IS NOT NULL AND NOT attisdropped
), said (line) AS (
    SELECT format('ALTER TABLE %s OWNER TO %I', named, pg_get_userbyid(relowner)) FROM ours
    UNION ALL
    SELECT format('ALTER FUNCTION %s OWNER TO %I', named, pg_get_userbyid(proowner)) FROM functions
    UNION ALL
    SELECT concat(format('ALTER TABLE %s ADD %I %s', named, attname, format_type(atttypid, atttypmod)),
                  CASE WHEN attnotnull THEN ' NOT NULL' END,
                  ' DEFAULT ' || pg_get_expr(adbin, adrelid))
    FROM ours JOIN pg_attribute a ON a.attrelid = ours.oid
         LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', named, conname, pg_get_constraintdef(k.oid))
    FROM ours JOIN pg_constraint k ON k.conrelid = ours.oid WHERE contype <> 'n'
    UNION ALL
    SELECT pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' (invalid)' END
    FROM ours JOIN pg_index i ON i.indrelid = ours.oid
    UNION ALL
    SELECT format('CREATE SEQUENCE %s AS %s CACHE %s', named, seqtypid::regtype, seqcache)
    FROM ours JOIN pg_sequence s ON s.seqrelid = ours.oid
    UNION ALL
    SELECT pg_get_triggerdef(t.oid) FROM ours JOIN pg_trigger t ON t.tgrelid = ours.oid WHERE NOT tgisinternal
    UNION ALL
    SELECT format('ALTER TABLE %s ENABLE TRIGGER %I', named, tgname)
    FROM ours JOIN pg_trigger t ON t.tgrelid = ours.oid WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
    UNION ALL
    SELECT format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', named) FROM ours WHERE relrowsecurity
    UNION ALL
    SELECT format('CREATE POLICY %I ON %s AS %s FOR %s TO %s USING (%s)', policyname, named, permissive, cmd,
                  array_to_string(roles, ', '), concat_ws(') WITH CHECK (', qual, with_check))
    FROM ours JOIN pg_policy p ON p.polrelid = ours.oid
         JOIN pg_policies s ON (s.policyname, format('%I.%I', s.schemaname, s.tablename)) = (p.polname, named)
    UNION ALL
    SELECT format('CREATE FUNCTION %s RETURNS %s LANGUAGE %s%s%s, its body with the digest %s', named,
                  pg_get_function_result(oid), (SELECT lanname FROM pg_language l WHERE l.oid = prolang),
                  CASE WHEN prosecdef THEN ' SECURITY DEFINER' ELSE '' END,
                  CASE WHEN proconfig IS NULL THEN '' ELSE ' SET ' || array_to_string(proconfig, ', ') END,
                  md5(coalesce(pg_get_function_sqlbody(oid), prosrc)))
    FROM functions
    UNION ALL
    SELECT format('GRANT %s%s ON %s TO %s', privilege_type, ' (' || quote_ident(column_of_it) || ')', on_what,
                  CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
                  || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM granted, aclexplode(acl)
    WHERE pg_get_userbyid(grantee) <> 'hearth_owner'
)
SELECT line FROM (SELECT regexp_replace(line, '\s+', ' ', 'g') FROM said) AS on_one (line) ORDER BY line COLLATE "C";
