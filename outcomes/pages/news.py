"""What changed in a home since a coach last looked: signals good and bad alike, and what the team began."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from outcomes.pages.answers import SignalChart
from outcomes.signals import Direction
from outcomes.terms import Measure, Unit
from outcomes.words.summaries import FAR_MORE, SaidSignal, lately, latest_signals

STANDS = timedelta(days=92)
"""How long after its last point a signal still tells of how things are: a quarter."""

Charts = Mapping[Measure, SignalChart]


class News(NamedTuple):
    """Something to talk about with a home."""

    kind: str
    """The mark it has on charts: “better”, “worse”, “within” for what is over, “change” for a beginning."""
    measure: Measure | None
    words: str
    is_new: bool


def news_of(now: Charts, then: Charts, since: date | None, today: date) -> list[News]:
    """What stands now, new first; `then`: the same charts as they ended on the day before the last look.

    Only signals that chance hardly ever makes: over many homes others come about all the time.
    """
    from_day = min(today - STANDS, since or today)
    found = [
        news
        for measure, chart in now.items()
        for news in _of_chart(measure, chart, then.get(measure), from_day)
    ]
    found += _begun(now, since)
    return sorted(found, key=lambda news: not news.is_new)


def _of_chart(measure: Measure, chart: SignalChart, then: SignalChart | None, from_day: date) -> list[News]:
    firm = _firm(measure, chart)
    # Of what is over, the last word is still told: otherwise nothing would say that it is.
    signals = [s for s in firm if s.last >= from_day or (s.is_past and s is firm[-1])]
    known = [] if then is None else _firm(measure, then)
    found = [
        News(
            _kind(signal),
            measure,
            signal.words,
            then is not None and not any(_goes_on(signal, before) for before in known),
        )
        for signal in signals
    ]
    recent = chart.recent
    if chart.period is Unit.EVENT and recent is not None and recent.tail <= FAR_MORE:
        # Days between events can't show worsening; the last days' count does.
        was_known = then is None or (then.recent is not None and then.recent.tail <= FAR_MORE)
        found.append(News("worse", measure, lately(measure, recent), not was_known))
    return found


def _kind(signal: SaidSignal) -> str:
    if signal.is_past:
        return "within"
    return "better" if signal.direction is Direction.IMPROVEMENT else "worse"


def _firm(measure: Measure, chart: SignalChart) -> list[SaidSignal]:
    return [signal for signal in latest_signals(measure, chart.period, chart.points) if signal.firm]


def _goes_on(signal: SaidSignal, before: SaidSignal) -> bool:
    """Whether a signal is one that was there before, perhaps grown longer."""
    return signal.direction is before.direction and signal.first <= before.last


def _begun(now: Charts, since: date | None) -> list[News]:
    """What the team began to do differently since the last look; on every chart the same."""
    chart = next(iter(now.values()), None)
    if chart is None or since is None:
        return []
    return [
        News("change", None, f"The team began: {change.text}", is_new=True)
        for change in chart.changes_of_practice
        if change.on >= since
    ]
