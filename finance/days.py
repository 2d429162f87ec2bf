"""The steps and the end of the books' days."""

from datetime import date, timedelta

DAY = timedelta(days=1)
OPEN = date.max
"""No end. PostgreSQL's 'infinity'."""
