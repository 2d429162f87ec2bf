"""Which pages of a home a device keeps, without the names in them, for when there is no signal."""

import re
from collections.abc import Iterable

from households.outbox.here import Kept
from households.pages.ways import MOST_RECORDED
from network.web.page import Page

HOME = "/homes/{home}"
LED_ON_TO = ("next-step-anywhere", "observe-anywhere")
"""Pages for a fall that has not been sent yet."""


def kept_offline(pages: Iterable[Page]) -> Kept:
    """Every form whose address needs no record, and what forms lead on to."""
    kept = [page.path for page in pages if _is_form_of_any_record(page) or page.name in LED_ON_TO]
    return Kept(forms=tuple(kept), ways=tuple((words, HOME + below) for words, below in MOST_RECORDED))


def _is_form_of_any_record(page: Page) -> bool:
    is_of_a_home = page.path.startswith(HOME) and re.findall(r"{(\w+)}", page.path) == ["home"]
    return is_of_a_home and "POST" in page.methods
