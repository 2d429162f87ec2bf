"""A form as its page declares it: the questions, one under the other, and where it leads."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from households.pages.form_page import FormDesk, FormPage, Offer
from households.pages.visit import Visit
from households.pages.wording import Choice
from households.recording.command import Command
from households.recording.commands import KINDS
from households.recording.service import Recorded
from network.web.page import Page


class Question(NamedTuple):
    """One field of a form."""

    shape: str
    """How it is asked: date, text, number, money, area, month, select, radios or yes_no."""
    name: str
    label: str
    hint: str | None = None
    choices: Sequence[Choice] = ()
    empty: str = "Choose one"
    """What a list says before anybody chose."""
    attributes: Mapping[str, str] = {}
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that the template `form.html` needs of one form."""

    title: str
    questions: Sequence[Question]
    button: str
    back: tuple[str, str]
    """Address and text."""
    lead: str | None = None
    may_wait: bool = True
    """Whether it can be kept on the device until there is a connection."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is known of what the form is about, shown above it."""


def residents(choices: Sequence[Choice], label: str = "Who?") -> Question:
    """Who of the residents; a device without connection fills the list from its roster."""
    return Question("select", "resident", label, choices=choices, attributes={"data-roster": "residents"})


def colleagues(choices: Sequence[Choice], label: str = "Who?") -> Question:
    """Who of the team."""
    return Question("select", "staff", label, choices=choices, attributes={"data-roster": "staff"})


def today(name: str, label: str) -> Question:
    """A day that is today where nothing is chosen."""
    return Question(
        "date", name, label, "Leave this empty if it is today.", attributes={"data-empty": "Today"}
    )


def ask(
    title: str,
    questions: Sequence[Question],
    button: str,
    back: tuple[str, str],
    values: Mapping[str, str | list[str]] | None = None,
    *,
    lead: str | None = None,
    may_wait: bool = True,
    facts: Mapping[str, str] | None = None,
) -> Offer:
    """A sheet to fill in, and what stands in it already."""
    sheet = Sheet(
        title=title,
        questions=questions,
        button=button,
        back=back,
        lead=lead,
        may_wait=may_wait,
        facts=facts or {},
    )
    return Offer(values=values or {}, context={"sheet": sheet})


def with_rooms(offer: Offer, taken: str) -> Offer:
    """The same with which rooms are lived in, for who chooses one; a device does not keep it."""
    return replace(offer, context={**offer.context, "rooms": taken})


class Sheets:
    """The forms of one subject, which share their labels and the read models behind the next page."""

    def __init__(self, desk: FormDesk, labels: Mapping[str, str], shown_by: Sequence[str]) -> None:
        self._desk = desk
        self._labels = labels
        self._shown_by = shown_by

    def page(
        self,
        name: str,
        path: str,
        command: type[Command],
        offer: Callable[[Visit], Awaitable[Offer]],
        asks: Mapping[str, str] | None = None,
        today_fields: tuple[str, ...] = (),
    ) -> Page:
        """The page of a form, which leads to the page of what it recorded."""
        return self._desk.page(
            FormPage(
                name=name,
                path=path,
                kind=KINDS[command],
                template="households/form.html",
                offer=offer,
                then=to_record,
                shown_by=self._shown_by,
                asks=asks or {},
                labels=self._labels,
                today_fields=today_fields,
            )
        )


def to_record(visit: Visit, recorded: Recorded) -> str:
    """The page of what was recorded; Today where nothing had changed."""
    return (
        visit.address(f"/records/{recorded.id}?saved=1&recorded={recorded.id}")
        if recorded.id
        else visit.address()
    )
