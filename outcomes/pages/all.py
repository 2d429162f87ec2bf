"""Every page of outcomes."""

from network.web.page import Page
from outcomes.pages.before_after import before_after_pages
from outcomes.pages.caseload import caseload_pages
from outcomes.pages.comparison import comparison_pages
from outcomes.pages.home import home_outcomes_pages
from outcomes.pages.parts import OutcomesParts


def outcomes_pages(parts: OutcomesParts) -> list[Page]:
    """What teams and coaches see of how homes are doing."""
    return [
        *caseload_pages(parts),
        *home_outcomes_pages(parts),
        *comparison_pages(parts),
        *before_after_pages(parts),
    ]
