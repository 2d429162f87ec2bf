"""Files that finance takes away: formatted by PostgreSQL, streamed, with totals of the same snapshot."""
