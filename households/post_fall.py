"""What a fall asks for next: what to do now, which questions are open, and when to look in on the person.

Pure, and the times are applied by whoever asks, because read models get no clock. The sources:

- Hampshire County Council, post-falls protocol (V3, 2015): unwitnessed, injured or worrying asks for
  a full assessment; a suspected head injury of somebody on an anticoagulant is a 999 call and the
  person is not moved; everybody is watched for 24 hours.
- NICE NG232, head injury (1.9, “Admission and observation”): half-hourly for 2 hours, then hourly
  for 4 hours, then 2-hourly. Care homes go on so until 24 hours after an unwitnessed fall or a
  struck head.
- For other falls no source gives times within the 24 hours: `QUIET` is common practice.
- Gloucestershire County Council, procedures following a death (7, unexpected death): 999 for ambulance
  and police, nothing is moved or touched, and the police agree who tells the relatives. CQC
  Regulation 16: a death is notified without delay.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from households.events import FallFacts
from households.terms import Action, Harm, Told

HEAD: tuple[timedelta, ...] = (
    *(timedelta(minutes=30 * step) for step in range(1, 5)),
    *(timedelta(hours=hour) for hour in range(3, 7)),
    *(timedelta(hours=hour) for hour in range(8, 25, 2)),
)
"""After a fall in which the head may have been struck: 17 times in 24 hours."""
QUIET: tuple[timedelta, ...] = tuple(timedelta(hours=hour) for hour in (1, 2, 4, 8, 12, 24))
"""After a fall that somebody saw, in which the head was not struck."""
EARLY = timedelta(minutes=10)
"""An observation counts for a time that is at most so far ahead."""
LISTED_FOR = timedelta(hours=36)
"""After that an observation that was missed is told on the fall's page and no longer asked for."""
SERIOUS = (Harm.MODERATE, Harm.SEVERE, Harm.FATAL)


class Advice(NamedTuple):
    """What the protocol says of a fall as it is known now."""

    call_999: bool
    """A suspected head injury on an anticoagulant, or a serious injury."""
    is_serious: bool
    """Whether the injury alone is reason enough."""
    called: bool
    """Whether 999 was called, or the person is in hospital already."""
    asks_anticoagulant: bool
    """It matters and was not said."""
    asks_head: bool
    asks_witnessed: bool
    full_assessment: bool
    """Unwitnessed, injured or head struck, or not known to be otherwise; nobody is checked who has died."""
    assessed: bool
    tells_relatives: bool
    """Whether nobody of the family has been told yet."""
    died: bool
    """Whether the person has died: then nothing is asked of their care any more."""

    @property
    def asks(self) -> bool:
        """Whether a question about the fall is open."""
        return self.asks_anticoagulant or self.asks_head or self.asks_witnessed

    @property
    def is_open(self) -> bool:
        """Whether something is still to be answered or done, beside watching."""
        return (
            self.asks or (self.call_999 and not self.called) or (self.full_assessment and not self.assessed)
        )


def advice_on(facts: FallFacts) -> Advice:
    """What to do now."""
    seen = facts.witnessed is True
    head = head_in_doubt(facts)
    died = facts.harm is Harm.FATAL
    return Advice(
        call_999=(head and facts.on_anticoagulant is True) or facts.harm in SERIOUS,
        is_serious=facts.harm in SERIOUS,
        called=Action.CALL_999 in facts.actions or Action.HOSPITAL in facts.actions,
        asks_anticoagulant=not died and head and facts.on_anticoagulant is None,
        asks_head=not died and facts.head_struck is None,
        asks_witnessed=not died and facts.witnessed is None,
        full_assessment=not died and (not seen or facts.harm is not Harm.NONE or head),
        assessed=bool({Action.FULL_ASSESSMENT, Action.HOSPITAL} & set(facts.actions)),
        tells_relatives=Told.RELATIVES not in facts.told,
        died=died,
    )


def head_in_doubt(facts: FallFacts) -> bool:
    """Whether the head was struck, or nobody has said that it was not: who saw it may be unsure, too."""
    return facts.head_struck is not False


class Watch(NamedTuple):
    """The times of one fall at which somebody looks in, and what came of them."""

    fell_at: datetime
    times: tuple[datetime, ...]
    seen: tuple[datetime, ...]
    """Of the observations, in order."""

    def next_time(self, now: datetime) -> datetime | None:
        """When somebody should look in next, also where that is past; None once the hours are over."""
        if now - self.fell_at > LISTED_FOR:
            return None
        last = self.seen[-1] if self.seen else None
        return next((time for time in self.times if last is None or time > last + EARLY), None)

    def missed(self, now: datetime) -> tuple[datetime, ...]:
        """Those past times for which nobody looked in before the next one came."""
        ends = (*self.times[1:], self.times[-1] + timedelta(hours=2)) if self.times else ()
        return tuple(
            time
            for time, end in zip(self.times, ends, strict=True)
            if end <= now and not any(time - EARLY <= seen < end for seen in self.seen)
        )


def watch_of(facts: FallFacts, fell_at: datetime, seen: Sequence[datetime]) -> Watch:
    """When to look in after a fall; never, where the person was taken to hospital or died."""
    if facts.harm is Harm.FATAL or Action.HOSPITAL in facts.actions:
        times: tuple[timedelta, ...] = ()
    elif head_in_doubt(facts) or facts.witnessed is not True:
        times = HEAD
    else:
        times = QUIET
    return Watch(fell_at, tuple(fell_at + after for after in times), tuple(sorted(seen)))
