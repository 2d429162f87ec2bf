"""What is recorded most, as large buttons on Today: the words, and the address below the home's own."""

MOST_RECORDED: tuple[tuple[str, str], ...] = (
    ("Record a fall", "/falls/new"),
    ("Share a moment", "/moments/new"),
    ("Somebody is sick", "/sickness/new"),
    ("Volunteers’ hours", "/volunteering/new"),
)
ALSO_RECORDED: tuple[tuple[str, str], ...] = (
    ("A payment came in", "/payments/new"),
    ("What the home spent", "/costs/new"),
    ("We do something differently", "/practice/new"),
    ("Somebody moves in", "/residents/new"),
    ("Somebody joins the team", "/team/new"),
)
"""What is recorded less often, as links at the foot of Today."""
