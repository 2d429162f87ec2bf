"""What two homes have recorded when the tests begin. Rosewood has a team of six, Elmhurst one of two."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from households.absences import GoAway
from households.baseline import RecordBaseline
from households.contributions import AgreeContribution
from households.falls import RecordFall
from households.life import ChangePractice, ShareMoment
from households.payments import ReceivePayment
from households.recording.command import Command
from households.residents import MoveIn, MoveOut
from households.sickness import StartSickness
from households.team import ChangeHours, JoinTeam
from households.terms import AbsenceReason, Harm, MovedOutReason, PayerKind, Place, StaffRole

COUNCIL = "LEEDS"


def living(ref: str, given: str, family: str, household: str, moved_in_on: date, room: str) -> MoveIn:
    """Somebody moves in."""
    return MoveIn(
        resident_ref=ref,
        given_name=given,
        family_name=family,
        household=household,
        room=room,
        moved_in_on=moved_in_on,
    )


def fell(ref: str, at: datetime, place: Place, harm: Harm) -> RecordFall:
    """Somebody falls."""
    return RecordFall(resident=ref, occurred_at=at, place=place, harm=harm)


def working(ref: str, given: str, hours: str, started_on: date = date(2023, 1, 1)) -> JoinTeam:
    """Somebody joins the team."""
    return JoinTeam(
        staff_ref=ref,
        given_name=given,
        family_name="Staff",
        role=StaffRole.CARE_WORKER,
        weekly_hours=Decimal(hours),
        started_on=started_on,
    )


def paid(payer: str, received_on: date, amount: str, reference: str) -> ReceivePayment:
    """Money comes in."""
    return ReceivePayment(payer=payer, received_on=received_on, amount=Decimal(amount), reference=reference)


def agreed(resident: str, payer: str, kind: PayerKind, name: str, amount: str) -> AgreeContribution:
    """Somebody pays for a resident."""
    return AgreeContribution(
        resident=resident,
        payer_ref=payer,
        payer_kind=kind,
        payer_name=name,
        weekly_amount=Decimal(amount),
        begins_on=date(2024, 1, 1),
    )


def every_week(first: date, last: date, resident: str) -> list[Command]:
    """A moment a week, so that a home is never silent."""
    days = range(0, (last - first).days + 1, 7)
    return [
        ShareMoment(resident=resident, enjoyed_on=first + timedelta(days=day), moment="Sang in the garden")
        for day in days
    ]


ROSEWOOD: tuple[list[Command], ...] = (
    [
        living("R1", "Ada", "Byrne", "Rose", date(2023, 5, 1), "1"),
        living("R2", "Bert", "Cole", "Rose", date(2024, 2, 1), "2"),
        living("R3", "Cora", "Dunn", "Elm", date(2024, 3, 1), "11"),
        living("R4", "Dot", "Ems", "Elm", date(2024, 1, 1), "12"),
        MoveOut(resident="R4", moved_out_on=date(2025, 6, 30), reason=MovedOutReason.DIED),
        GoAway(
            resident="R2",
            away_from=date(2025, 10, 5),
            reason=AbsenceReason.HOSPITAL,
            back_on=date(2025, 10, 9),
        ),
        GoAway(resident="R3", away_from=date(2026, 3, 10), reason=AbsenceReason.HOLIDAY),
    ],
    [
        working("S1", "Una", "37.5"),
        working("S2", "Vic", "30"),
        working("S3", "Wim", "20"),
        working("S4", "Xia", "37.5"),
        working("S5", "Yve", "15"),
        working("S6", "Zoe", "37.5"),
        ChangeHours(staff="S3", weekly_hours=Decimal(25), changed_on=date(2025, 11, 15)),
        StartSickness(
            staff="S1", first_day=date(2025, 10, 6), last_day=date(2025, 10, 17), reason_code="S13"
        ),
        StartSickness(staff="S3", first_day=date(2025, 11, 10), last_day=date(2025, 11, 20)),
        StartSickness(staff="S4", first_day=date(2026, 3, 1), reason_code="S25"),
    ],
    [
        fell("R1", datetime(2025, 10, 3, 7, 30, tzinfo=UTC), Place.BATHROOM, Harm.LOW),
        fell("R1", datetime(2025, 10, 3, 23, 30, tzinfo=UTC), Place.BEDROOM, Harm.NONE),
        fell("R2", datetime(2025, 12, 24, 13, 5, tzinfo=UTC), Place.LOUNGE, Harm.NONE),
        fell("R1", datetime(2026, 2, 2, 3, 0, tzinfo=UTC), Place.BEDROOM, Harm.MODERATE),
        ChangePractice(changed_on=date(2026, 1, 5), text="A night light in every room"),
    ],
    every_week(date(2024, 1, 3), date(2026, 3, 14), "R1"),
    [
        agreed("R1", COUNCIL, PayerKind.LOCAL_AUTHORITY, "Leeds City Council", "700.00"),
        agreed("R1", "BYRNE", PayerKind.SELF_FUNDER, "Ada Byrne", "210.50"),
        paid(COUNCIL, date(2025, 10, 20), "2800.00", "ROSE-1"),
        paid("BYRNE", date(2025, 10, 21), "842.00", "BYRNE OCT"),
        paid(COUNCIL, date(2025, 11, 17), "2800.00", "ROSE-2"),
        paid("BYRNE", date(2025, 11, 17), "842.00", "BYRNE NOV"),
    ],
    [
        RecordBaseline(month="2023-11", occupied_bed_days=120, falls=2, injurious_falls=1),
        RecordBaseline(
            month="2023-12",
            occupied_bed_days=124,
            falls=3,
            fte_days_lost=Decimal("4.5"),
            fte_days_available=Decimal(93),
        ),
    ],
)

ELMHURST: tuple[list[Command], ...] = (
    [
        living("E1", "Ebb", "Frost", "Rose", date(2024, 1, 1), "1"),
        working("T1", "Tom", "37.5"),
        working("T2", "Tia", "37.5"),
        StartSickness(staff="T1", first_day=date(2025, 10, 1), last_day=date(2025, 10, 31)),
        fell("E1", datetime(2025, 10, 10, 10, 0, tzinfo=UTC), Place.STAIRS, Harm.SEVERE),
        agreed("E1", COUNCIL, PayerKind.LOCAL_AUTHORITY, "Leeds City Council", "650.00"),
        paid(COUNCIL, date(2025, 10, 25), "2600.00", "ELM-1"),
    ],
)
