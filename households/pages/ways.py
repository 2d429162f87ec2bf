"""What is recorded most, as large buttons on Today: the words, and the address below the home's own."""

MOST_RECORDED: tuple[tuple[str, str], ...] = (
    ("Record a fall", "/falls/new"),
    ("Share a moment", "/moments/new"),
    ("Somebody is sick", "/sickness/new"),
    ("Volunteers’ hours", "/volunteering/new"),
)
