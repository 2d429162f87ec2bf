"""PostgreSQL itself: the embedded server, roles, pools, migrations and named queries."""
