"""What demo teams record of a fall: the account, the hours after it, and who had to be told."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from households.falls import AmendFall, RecordFall, RetractFall
from households.follow_up import DecideNotification, ObserveFall
from households.terms import Action, Aid, Body, BodyPart, Footwear, Harm, Lighting, Place, Told
from network.demo import words
from network.demo.falling import Fall
from network.demo.steps import Steps

_HURT = (Harm.MODERATE, Harm.SEVERE, Harm.FATAL)
_DARK = (22, 6)


def record_falls(steps: Steps, falls: list[Fall], colleagues: list[str], today: date, chance: Random) -> None:
    """Every fall with what followed from it; a few amended or taken back."""
    ends = datetime.combine(today, time(), UTC)
    for number, fall in enumerate(falls):
        key = f"fall/{number}"
        said = _said(fall, colleagues, chance)
        at = fall.at + timedelta(minutes=chance.randint(20, 240))
        if at >= ends:
            continue
        steps.add(at, key, RecordFall, resident=fall.resident.ref, **said)
        _observe(steps, key, fall, ends, chance)
        if fall.harm in _HURT or fall.to_hospital:
            _decide(steps, key, fall, colleagues, ends, chance)
        _correct(steps, key, fall, said, ends, chance)


def _said(fall: Fall, colleagues: list[str], chance: Random) -> dict[str, Any]:
    hurt = fall.harm is not Harm.NONE
    worse = fall.harm in _HURT
    return {
        "occurred_at": fall.at,
        "place": fall.place,
        "harm": fall.harm,
        "witnessed": fall.witnessed,
        "witnessed_by": chance.choice(colleagues),
        "doing": chance.choice(words.DOING),
        "footwear": chance.choices(list(Footwear), weights=(28, 38, 18, 13, 3))[0],
        "aid": chance.choices(list(Aid), weights=(34, 14, 40, 8, 1, 3))[0],
        "lighting": _lighting(fall, chance),
        "injury": chance.choice(words.WORSE_INJURIES if worse else words.INJURIES) if hurt else None,
        "injured": _injured(fall, chance) if hurt else (),
        "head_struck": fall.head_struck,
        "on_anticoagulant": fall.resident.on_anticoagulant,
        "actions": _actions(fall, chance),
        "told": _told(fall, chance),
        "description": chance.choice(words.FALLS),
        "change_now": chance.choice(words.CHANGES_NOW) if chance.random() < 0.45 else None,
    }


def _lighting(fall: Fall, chance: Random) -> Lighting:
    if fall.at.hour >= _DARK[0] or fall.at.hour < _DARK[1]:
        return chance.choices(list(Lighting), weights=(15, 55, 30))[0]
    return chance.choices(list(Lighting), weights=(88, 11, 1))[0]


def _injured(fall: Fall, chance: Random) -> tuple[BodyPart, ...]:
    part = chance.choice([part for part in BodyPart if part is not BodyPart.HEAD])
    return (BodyPart.HEAD, part) if fall.head_struck else (part,)


def _actions(fall: Fall, chance: Random) -> tuple[Action, ...]:
    if fall.to_hospital or (fall.head_struck and fall.resident.on_anticoagulant):
        return (Action.NOT_MOVED, Action.CALL_999, *([Action.HOSPITAL] if fall.to_hospital else []))
    actions: list[Action] = []
    if not fall.witnessed or fall.head_struck or fall.harm is not Harm.NONE:
        actions.append(Action.FULL_ASSESSMENT)
    if fall.harm is not Harm.NONE:
        actions.append(Action.FIRST_AID)
    if fall.harm is not Harm.NONE and chance.random() < 0.35:
        actions.append(chance.choice((Action.GP, Action.CALL_111)))
    if chance.random() < 0.2:
        actions.append(Action.HOISTED)
    return tuple(actions) or (Action.NONE,)


def _told(fall: Fall, chance: Random) -> tuple[Told, ...]:
    told = [Told.RELATIVES] if chance.random() < (0.7 if fall.harm is Harm.NONE else 0.95) else []
    if fall.harm in _HURT:
        told.append(Told.GP)
    return tuple(told)


def _observe(steps: Steps, key: str, fall: Fall, ends: datetime, chance: Random) -> None:
    """Observations over 24 hours, where nobody saw the fall, or somebody was hurt or struck the head."""
    if fall.to_hospital or (fall.witnessed and fall.harm is Harm.NONE and not fall.head_struck):
        return
    for hours in (1, 4, 12, 24)[: chance.randint(2, 4)]:
        at = fall.at + timedelta(hours=hours + 5, minutes=chance.randint(0, 40))
        if at >= ends:
            return
        concern = chance.random() < 0.04
        steps.add_to(
            key,
            "fall",
            at,
            f"{key}/seen/{hours}",
            ObserveFall,
            observed_at=fall.at + timedelta(hours=hours),
            observation=chance.choice(words.CONCERNS if concern else words.OBSERVATIONS),
            concern=concern,
        )


def _decide(
    steps: Steps, key: str, fall: Fall, colleagues: list[str], ends: datetime, chance: Random
) -> None:
    at = fall.at + timedelta(hours=chance.randint(8, 40))
    if at >= ends or chance.random() < 0.06:
        return
    for body in Body:
        serious = fall.harm in (Harm.SEVERE, Harm.FATAL)
        notify = chance.random() < {Body.CQC: 0.85, Body.SAFEGUARDING: 0.4, Body.RIDDOR: 0.03}[body] * (
            1.0 if serious else 0.25
        )
        no = words.RIDDOR_NO if body is Body.RIDDOR else words.NO_NOTIFY
        steps.add_to(
            key,
            "fall",
            at,
            f"{key}/notify/{body}",
            DecideNotification,
            body=body,
            notify=notify,
            decided_by=chance.choice(colleagues),
            reason=words.NOTIFY if notify else no,
        )


def _correct(
    steps: Steps, key: str, fall: Fall, said: dict[str, Any], ends: datetime, chance: Random
) -> None:
    at = fall.at + timedelta(hours=chance.randint(41, 90))
    if at >= ends:
        return
    what = chance.random()
    if what < 0.004:
        steps.add_to(key, "fall", at, f"{key}/retract", RetractFall, reason=chance.choice(words.RETRACTED))
    elif what < 0.02:
        amended = {**said, "place": Place.BEDROOM, "told": (Told.RELATIVES, Told.GP)}
        steps.add_to(
            key, "fall", at, f"{key}/amend", AmendFall, **amended, reason=chance.choice(words.AMENDED)
        )
