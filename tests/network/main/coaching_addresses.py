"""Addresses of support and shared learning, by who may come to them."""

from collections.abc import Mapping

from network.access.viewer import Role

TEAM, COACH = Role.HOME_TEAM, Role.COACH
SUPPORT, COACHES = "/homes/{home}/support", "/coach/homes/{home}"

BOTH_IN_A_HOME = (
    f"POST {SUPPORT}/actions",
    f"POST {SUPPORT}/actions/{{action}}/complete",
    f"POST {SUPPORT}/actions/{{action}}/reopen",
    f"POST {SUPPORT}/questions/{{question}}/answers",
    f"POST {SUPPORT}/entries/{{entry}}/take-back",
)
COACH_IN_A_HOME = (
    f"POST {SUPPORT}/visits",
    f"POST {SUPPORT}/questions",
    f"GET {COACHES}/visits",
    f"GET {COACHES}/questions",
    *(
        f"{method} {COACHES}{path}"
        for path in (
            "/visits/new",
            "/questions/new",
            "/actions/new",
            "/questions/{question}",
            "/take-back/{entry}",
        )
        for method in ("GET", "POST")
    ),
)
TEAM_IN_A_HOME = (
    f"GET {SUPPORT}",
    *(
        f"{method} {SUPPORT}{path}"
        for path in ("/actions/new", "/questions/{question}", "/take-back/{entry}")
        for method in ("GET", "POST")
    ),
)
BOTH_ANYWHERE = (
    "GET /learning",
    "POST /learning",
    "GET /learning/{learning}",
    "POST /learning/{learning}/answers",
    "POST /learning/entries/{entry}/take-back",
    *(
        f"{method} /learning{path}"
        for path in ("/new", "/{learning}/answer", "/{learning}/tried", "/take-back/{entry}")
        for method in ("GET", "POST")
    ),
)
IN_A_HOME: Mapping[str, tuple[Role, ...]] = {
    **dict.fromkeys(BOTH_IN_A_HOME, (TEAM, COACH)),
    **dict.fromkeys(COACH_IN_A_HOME, (COACH,)),
    **dict.fromkeys(TEAM_IN_A_HOME, (TEAM,)),
}
NAMES = ("{question}", "{entry}", "{learning}")
"""What nothing is found by: whoever may open the page is told that it is not there."""
