"""Why somebody was off sick, and who may read it: told to who gave the reason, and of the rest to nobody."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from households.events import SicknessReasonShared
from households.pages import wording
from households.pages.reception import Reception
from households.pages.record_reading import Facts
from households.pages.visit import Visit
from households.reading.record_stories import RecordStory, Step
from households.reference import sickness_reasons
from households.sickness import Spell, spell_of

WHO = "Who may read the reason"
ONLY_YOU = "Only you"
SOMEBODY = "a colleague"


class Sharing:
    """With whom the reason in a record is shared, as far as the viewer may know it."""

    def __init__(self, viewer_id: UUID, story: RecordStory, names: dict[UUID, str]) -> None:
        self._viewer_id = viewer_id
        self._story = story
        self._names = names

    @staticmethod
    async def in_record(reception: Reception, visit: Visit, story: RecordStory) -> "Sharing":
        """As a record tells it."""
        named = {event.account_id for event in story.events(SicknessReasonShared)}
        names = await reception.accounts.of(named) if named else {}
        return Sharing(visit.viewer.account_id, story, names)

    def is_told(self, step: Step) -> bool:
        """Whether the viewer may know of a step: that a reason is shared is known to who shares it."""
        return not isinstance(step.event, SicknessReasonShared) or self._viewer_id == step.event.recorded_by

    def readers(self) -> list[tuple[UUID, str]]:
        """The colleagues who may read the viewer's reason, by name."""
        return self._readers(self._own(self._story.steps))

    def facts(self, steps: Sequence[Step]) -> Facts:
        """Who may read the viewer's own reason after the first steps of the record."""
        spell = self._own(steps)
        if spell is None:
            return {}
        names = [name for _, name in self._readers(spell)]
        return {WHO: wording.listed(["You", *names]) if names else ONLY_YOU}

    def ways(self) -> Iterator[tuple[str, str]]:
        """Words and addresses: to let somebody read the viewer's reason, and to take that back."""
        if self._own(self._story.steps) is None:
            return
        form = f"/sickness/{self._story.id}/who-may-read"
        yield WHO, form
        for account_id, name in self.readers():
            yield f"{name} may no longer read the reason", f"{form}?account={account_id}"

    def _own(self, steps: Sequence[Step]) -> Spell | None:
        spell = spell_of([*steps])
        return spell if spell is not None and spell.reason_by == self._viewer_id else None

    def _readers(self, spell: Spell | None) -> list[tuple[UUID, str]]:
        shared_with = spell.shared_with if spell else frozenset[UUID]()
        named = [(account_id, self._names.get(account_id, SOMEBODY)) for account_id in shared_with]
        return sorted(named, key=lambda one: one[1])


def why(visit: Visit, story: RecordStory) -> Facts:
    """Why somebody is off sick, for who may read it."""
    spell = spell_of([*story.steps])
    if spell is None or spell.reason is None or not spell.may_read(visit.viewer.account_id):
        return {}
    code = story.read(spell.reason)
    return {"Why": sickness_reasons().get(str(code), wording.NOT_SAID if code is None else str(code))}
