"""Every page of a home: each subject brings its own."""

from households.pages.attention import attention_pages
from households.pages.corrections import correction_pages
from households.pages.fall import fall_record_pages
from households.pages.falls import fall_pages
from households.pages.follow_up import follow_up_pages
from households.pages.life import life_pages
from households.pages.money import money_pages
from households.pages.moving import moving_pages
from households.pages.notifications import notification_pages
from households.pages.reception import HomeFoundation, open_reception
from households.pages.records import record_pages
from households.pages.residents import resident_pages
from households.pages.sickness import sickness_pages
from households.pages.team import team_pages
from households.pages.today import today_pages
from network.web.page import Page


def home_pages(foundation: HomeFoundation) -> list[Page]:
    """The pages, in the order in which addresses are looked up: `/falls/new` before `/falls/{fall}`."""
    reception = open_reception(foundation)
    return [
        *today_pages(reception),
        *fall_pages(reception),
        *follow_up_pages(reception),
        *notification_pages(reception),
        *fall_record_pages(reception),
        *attention_pages(reception),
        *moving_pages(reception),
        *resident_pages(reception),
        *team_pages(reception),
        *sickness_pages(reception),
        *life_pages(reception),
        *money_pages(reception),
        *correction_pages(reception),
        *record_pages(reception),
    ]
