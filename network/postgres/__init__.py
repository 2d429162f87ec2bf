"""PostgreSQL: the embedded server, roles, pools, migrations and named queries. Knows nothing of what is stored."""
