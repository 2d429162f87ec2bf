"""How a test comes to each page of people, of life in a home and of records that are put right."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from households.absences import GoAway
from households.contributions import AgreeContribution
from households.costs import RecordCost
from households.follow_up import DecideNotification, ObserveFall
from households.life import ChangePractice, RecordVolunteering, ShareMoment
from households.payments import ReceivePayment
from households.residents import MoveRoom
from households.sickness import StartSickness
from households.team import ChangeHours
from households.terms import Body, CostCategory, PayerKind
from tests.browser.scene import Scene
from tests.small_network import fall_of

DAY = date(2024, 6, 1)


async def records(scene: Scene) -> Mapping[str, str]:
    """A record of every kind, made once in a home."""
    if "moment" not in scene.records:
        scene.records.update(await _people(scene))
        scene.records.update(await _made(scene))
        scene.records.update(await _after_a_fall(scene))
    return scene.records


async def _people(scene: Scene) -> Mapping[str, str]:
    stored = await scene.services.store.read(scene.home_id)
    moved_in = next(one for one in stored if one.event.topic == "resident-moved-in/1")
    joined = next(one for one in stored if one.event.topic == "staff-joined/1")
    return {
        "resident": str(getattr(moved_in.event, "resident_id", "")),
        "stay": f"{scene.home_id.hex}-{moved_in.version}",
        "staff": str(getattr(joined.event, "staff_id", "")),
        "employment": f"{scene.home_id.hex}-{joined.version}",
    }


async def _made(scene: Scene) -> Mapping[str, str]:
    staff = scene.records["staff"]
    commands = {
        "move": MoveRoom(resident="R1", room="9", moved_on=DAY),
        "absence": GoAway(resident="R2", away_from=DAY),
        "change": ChangeHours(staff=staff, weekly_hours=Decimal(20), changed_on=DAY),
        "spell": StartSickness(staff=staff, first_day=DAY, reason_code="S11"),
        "contribution": AgreeContribution(
            resident="R1",
            payer_ref="P1",
            payer_kind=PayerKind.TOP_UP,
            payer_name="Alan Moss",
            weekly_amount=Decimal(120),
            begins_on=DAY,
        ),
        "payment": ReceivePayment(payer="P1", received_on=DAY, amount=Decimal(5), reference="X"),
        "cost": RecordCost(month="2024-06", category=CostCategory.FOOD, amount=Decimal(5)),
        "volunteering": RecordVolunteering(given_on=DAY, hours=Decimal(2)),
        "practice": ChangePractice(changed_on=DAY, text="New lighting in the corridor"),
        "moment": ShareMoment(resident="R1", enjoyed_on=DAY, moment="Fed the hens"),
    }
    return {name: (await scene.record(command)).id or "" for name, command in commands.items()}


async def _after_a_fall(scene: Scene) -> Mapping[str, str]:
    at = datetime.now(UTC) - timedelta(hours=3)
    fall = (await scene.record(fall_of(2, at))).id or ""
    seen = ObserveFall(fall=fall, observed_at=at, observation="Asleep")
    decided = DecideNotification(fall=fall, body=Body.CQC, notify=True, decided_by="Nia", reason="Hip")
    return {
        "fall_followed": fall,
        "observation": (await scene.record(seen)).id or "",
        "decision": (await scene.record(decided)).id or "",
    }


Prepare = Callable[[Scene], Awaitable[Mapping[str, str]]]
PERSON, COLLEAGUE, FALL = "/residents/{resident}", "/team/{staff}", "/falls/{fall_followed}"
LIFE_PATHS: Mapping[str, str] = {
    "residents": "/residents",
    "resident": PERSON,
    "team": "/team",
    "colleague": COLLEAGUE,
    "records": "/records",
    "record": "/records/{moment}",
}
"""Pages that are read."""
LIFE_FORMS: Mapping[str, str] = {
    "move-in-page": "/residents/new",
    "new-room": f"{PERSON}/new-room",
    "goes-away": f"{PERSON}/goes-away",
    "comes-back": f"{PERSON}/comes-back",
    "leaves": f"{PERSON}/leaves",
    "to-another-home": f"{PERSON}/to-another-home",
    "who-somebody-is": f"{PERSON}/who",
    "join-team-page": "/team/new",
    "new-hours": f"{COLLEAGUE}/new-hours",
    "leaves-team": f"{COLLEAGUE}/leaves",
    "start-sickness-page": "/sickness/new",
    "sickness-ends": "/sickness/{spell}/ends",
    "share-sickness-reason": "/sickness/{spell}/who-may-read",
    "share-moment-page": "/moments/new",
    "record-volunteering-page": "/volunteering/new",
    "change-practice-page": "/practice/new",
    "receive-payment-page": "/payments/new",
    "record-cost-page": "/costs/new",
    "correct-stay": "/stays/{stay}/correct",
    "correct-move": "/moves/{move}/correct",
    "correct-absence": "/absences/{absence}/correct",
    "correct-employment": "/employments/{employment}/correct",
    "correct-hours": "/hours/{change}/correct",
    "correct-sickness": "/sickness/{spell}/correct",
    "correct-contribution": "/contributions/{contribution}/correct",
    "correct-moment": "/moments/{moment}/correct",
    "correct-volunteering": "/volunteering/{volunteering}/correct",
    "correct-practice": "/practice/{practice}/correct",
    "take-stay-back": "/stays/{stay}/take-back",
    "take-move-back": "/moves/{move}/take-back",
    "take-absence-back": "/absences/{absence}/take-back",
    "take-observation-back": f"{FALL}/observations/{{observation}}/take-back",
    "take-decision-back": f"{FALL}/notifications/{{decision}}/take-back",
    "take-employment-back": "/employments/{employment}/take-back",
    "take-hours-back": "/hours/{change}/take-back",
    "take-sickness-back": "/sickness/{spell}/take-back",
    "take-contribution-back": "/contributions/{contribution}/take-back",
    "take-cost-back": "/costs/{cost}/take-back",
    "take-moment-back": "/moments/{moment}/take-back",
    "take-volunteering-back": "/volunteering/{volunteering}/take-back",
    "take-practice-back": "/practice/{practice}/take-back",
    "reverse-payment-page": "/payments/{payment}/take-back",
    "settle-duplicate-page": "/payments/{payment}/found-out",
}
"""Forms."""
