"""Addresses of residents, the team, life in a home and of records that are put right: all for its team."""

PERSON, COLLEAGUE = "/residents/{resident}", "/team/{staff}"
PAGES = ("/residents", PERSON, "/team", COLLEAGUE, "/records", "/records/{record}")
CORRECTED = (
    *("/stays/{stay}", "/moves/{move}", "/absences/{absence}", "/employments/{employment}"),
    *("/hours/{change}", "/sickness/{spell}", "/contributions/{contribution}"),
    *("/moments/{record}", "/volunteering/{record}", "/practice/{record}"),
)
"""What has a form to correct it and one to take it back."""
TAKEN_BACK = (
    *("/costs/{record}", "/payments/{payment}"),
    *("/falls/{fall}/observations/{observation}", "/falls/{fall}/notifications/{decision}"),
)
FORMS = (
    *("/residents/new", f"{PERSON}/new-room", f"{PERSON}/goes-away", f"{PERSON}/comes-back"),
    *(f"{PERSON}/leaves", f"{PERSON}/to-another-home", f"{PERSON}/who"),
    *("/team/new", f"{COLLEAGUE}/new-hours", f"{COLLEAGUE}/leaves"),
    *("/sickness/new", "/sickness/{spell}/ends", "/sickness/{spell}/who-may-read"),
    *("/moments/new", "/volunteering/new", "/practice/new", "/payments/new", "/costs/new"),
    "/payments/{payment}/found-out",
    *(f"{path}/correct" for path in CORRECTED),
    *(f"{path}/take-back" for path in (*CORRECTED, *TAKEN_BACK)),
)
COMMANDS = (
    # A spell of sickness is amended as it always was.
    *(f"{path}/amend" for path in CORRECTED if path != "/sickness/{spell}"),
    *(f"{path}/retract" for path in (*CORRECTED, *TAKEN_BACK) if path != "/payments/{payment}"),
    "/sickness/{spell}/share",
    "/payments/{payment}/settle",
)
