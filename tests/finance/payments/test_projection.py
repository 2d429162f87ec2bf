from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from msgspec.structs import replace

from finance.events import FINANCE_STREAM, BooksClosed
from finance.payments.projection import OPEN, PROJECTION
from households.events import (
    ContributionAgreed,
    ContributionChanged,
    ContributionEnded,
    CostRecorded,
    CostRetracted,
    OpeningBalanceRecorded,
    PaymentReceived,
    PaymentReversed,
    PersonForgotten,
    PossibleDuplicateSettled,
    ResidentMovedIn,
)
from households.terms import CostCategory, PayerKind
from network.directory.events import NETWORK_STREAM, HomeAmended, HomeJoined
from network.eventstore.sealed import RecordClass, Sealed
from tests.projected import Projected, said

HOME, EDITH, COUNCIL, SON = (uuid4() for _ in range(4))
MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)


def paid(amount: str, duplicate_of: int | None = None) -> PaymentReceived:
    return PaymentReceived(
        payer_id=COUNCIL,
        received_on=MARCH,
        amount=Decimal(amount),
        reference="INV 7",
        resident_id=EDITH,
        method="BACS",
        possible_duplicate_of=duplicate_of,
        **said(MARCH),
    )


def reversed_(payment: int, amount: str, day: date = APRIL) -> PaymentReversed:
    return PaymentReversed(
        payer_id=COUNCIL, reversed_on=day, amount=Decimal(amount), **said(day, about=payment)
    )


async def test_a_reversal_is_a_row_of_its_own_and_negative(projected: Projected) -> None:
    await projected.record(HOME, paid("100.50"), reversed_(1, "100.50"))
    await projected.project(PROJECTION)
    payment, reversal = await projected.rows(PROJECTION, "payment")
    assert (payment["amount"], payment["reference"], payment["method"]) == (
        Decimal("100.50"),
        "INV 7",
        "BACS",
    )
    assert (payment["resident_id"], payment["posted_on"]) == (EDITH, MARCH)
    assert (reversal["amount"], reversal["reverses"]) == (Decimal("-100.50"), 1)
    assert (reversal["received_on"], reversal["posted_on"], reversal["reference"]) == (APRIL, APRIL, None)
    assert reversal["position"] > payment["position"]
    assert reversal["recorded_at"] > payment["recorded_at"]


async def test_a_possible_duplicate_is_listed_and_counts_in_no_total(projected: Projected) -> None:
    await projected.record(HOME, paid("10"), paid("10", duplicate_of=1), paid("5"))
    await projected.project(PROJECTION)
    assert [row["possible_duplicate_of"] for row in await projected.rows(PROJECTION, "payment")] == [
        None,
        1,
        None,
    ]
    assert await total(projected) == 15


async def test_a_reversal_takes_back_what_was_counted_only(projected: Projected) -> None:
    await projected.record(HOME, paid("10"), paid("10", duplicate_of=1), reversed_(2, "10"))
    await projected.project(PROJECTION)
    assert await total(projected) == 10
    await projected.record(HOME, reversed_(1, "10"))
    await projected.project(PROJECTION)
    assert await total(projected) == 0


async def test_a_possible_duplicate_counts_from_when_it_was_found_to_be_money_of_its_own(
    projected: Projected,
) -> None:
    await projected.record(HOME, paid("10"), paid("10", duplicate_of=1))
    await projected.record(HOME, settled(2, is_same=False))
    await projected.project(PROJECTION)
    assert await total(projected) == 20
    known = "SELECT sum(amount) FROM payments_3.counted_payment WHERE counted_since <= $1"
    first, second = await projected.rows(PROJECTION, "payment")
    assert await projected.web.fetchval(known, second["recorded_at"]) == 10
    assert await projected.web.fetchval(known, second["settled_at"]) == 20
    await projected.record(HOME, reversed_(2, "10"))
    await projected.project(PROJECTION)
    assert await total(projected) == 10
    assert first["settled_at"] is None


async def test_the_same_money_recorded_twice_never_counts_twice(projected: Projected) -> None:
    await projected.record(HOME, paid("10"), paid("10", duplicate_of=1), settled(2, is_same=True))
    await projected.project(PROJECTION)
    assert await total(projected) == 10


def settled(payment: int, *, is_same: bool) -> PossibleDuplicateSettled:
    return PossibleDuplicateSettled(payer_id=COUNCIL, is_same=is_same, **said(MAY, about=payment))


async def test_a_cost_that_is_taken_back_is_gone(projected: Projected) -> None:
    cost = CostRecorded(month=MARCH, category=CostCategory.FOOD, amount=Decimal(5), **said(MARCH))
    reason = Sealed.of("Not ours", HOME, RecordClass.FINANCE, "reason")
    retracted = CostRetracted(month=MARCH, category=CostCategory.FOOD, reason=reason, **said(MAY, about=2))
    await projected.record(HOME, replace(cost, category=CostCategory.OTHER), cost, retracted)
    await projected.project(PROJECTION)
    assert [row["category"] for row in await projected.rows(PROJECTION, "cost")] == ["other"]


async def total(projected: Projected) -> Decimal:
    return await projected.web.fetchval("SELECT sum(amount) FROM payments_3.counted_payment")


def agreed(payer: UUID, *, name: str | None = None, private: str | None = None) -> ContributionAgreed:
    sealed = Sealed.of(private, EDITH, RecordClass.FINANCE, "payer_name") if private else None
    return ContributionAgreed(
        resident_id=EDITH,
        payer_id=payer,
        payer_ref="P1",
        payer_kind=PayerKind.LOCAL_AUTHORITY if payer == COUNCIL else PayerKind.TOP_UP,
        payer_name=name,
        private_payer_name=sealed,
        weekly_amount=Decimal(700),
        begins_on=MARCH,
        **said(MARCH),
    )


async def test_a_public_payer_is_plain_and_a_private_one_sealed(projected: Projected) -> None:
    await projected.record(HOME, agreed(COUNCIL, name="Kent"), agreed(SON, private="A. Brown"))
    await projected.project(PROJECTION)
    payers = {row["payer_id"]: row for row in await projected.rows(PROJECTION, "payer")}
    assert (payers[COUNCIL]["name"], payers[COUNCIL]["home_id"]) == ("Kent", None)
    assert (payers[SON]["name"], payers[SON]["home_id"]) == (None, HOME)
    assert await projected.web.fetch("SELECT * FROM payments_3.private_payer") == []
    query = "SELECT * FROM payments_3.private_payers_for($1, $2, $3)"
    (private,) = await projected.web.fetch(query, "*", "finance", [SON, COUNCIL])
    assert (private["person_id"], private["home_id"]) == (EDITH, HOME)
    assert await projected.web.fetch(query, "*", "care", [SON]) == []
    assert await projected.web.fetch(query, str(uuid4()), "finance", [SON]) == []


async def test_a_payer_that_is_known_need_not_be_named_again(projected: Projected) -> None:
    await projected.record(HOME, agreed(COUNCIL, name="Kent"), agreed(COUNCIL))
    await projected.project(PROJECTION)
    (payer,) = await projected.rows(PROJECTION, "payer")
    assert payer["name"] == "Kent"


async def test_a_changed_rate_ends_one_contribution_and_begins_another(projected: Projected) -> None:
    changed = ContributionChanged(
        resident_id=EDITH,
        payer_id=COUNCIL,
        weekly_amount=Decimal(750),
        begins_on=APRIL,
        ends_on=MAY,
        **said(APRIL, about=1),
    )
    await projected.record(HOME, replace(agreed(COUNCIL, name="Kent"), ends_on=MAY), changed)
    await projected.project(PROJECTION)
    old, new = await projected.rows(PROJECTION, "contribution")
    assert (old["begins_on"], old["ends_on"], old["follows"]) == (MARCH, date(2025, 3, 31), None)
    assert (new["begins_on"], new["ends_on"], new["follows"]) == (APRIL, MAY, 1)
    assert new["weekly_amount"] == 750


async def test_a_contribution_is_open_until_its_last_night(projected: Projected) -> None:
    await projected.record(HOME, agreed(COUNCIL, name="Kent"))
    await projected.project(PROJECTION)
    (contribution,) = await projected.rows(PROJECTION, "contribution")
    assert contribution["ends_on"] == OPEN
    ended = ContributionEnded(resident_id=EDITH, payer_id=COUNCIL, ends_on=MAY, **said(MAY, about=1))
    await projected.record(HOME, ended)
    await projected.project(PROJECTION)
    (contribution,) = await projected.rows(PROJECTION, "contribution")
    assert contribution["ends_on"] == MAY


async def test_the_latest_cost_of_a_month_and_category_counts(projected: Projected) -> None:
    def cost(amount: str, category: CostCategory = CostCategory.FOOD) -> CostRecorded:
        return CostRecorded(month=MARCH, category=category, amount=Decimal(amount), **said(MARCH))

    owed = OpeningBalanceRecorded(
        payer_id=COUNCIL, document="INV 1", due_on=APRIL, amount=Decimal("12.34"), **said(MARCH)
    )
    await projected.record(HOME, cost("10"), cost("11"), cost("90", CostCategory.AGENCY), owed)
    await projected.project(PROJECTION)
    costs = await projected.rows(PROJECTION, "cost")
    assert [(row["category"], row["amount"]) for row in costs] == [("agency", 90), ("food", 11)]
    (balance,) = await projected.rows(PROJECTION, "opening_balance")
    assert (balance["document"], balance["amount"]) == ("INV 1", Decimal("12.34"))


async def test_homes_and_residents_are_known_by_reference(projected: Projected) -> None:
    joined = HomeJoined(
        home_id=HOME,
        ref="rosewood",
        name="Rosewood",
        cqc_location_id="1-100000001",
        icb_ods_code="QRL",
        joined_on=MARCH,
        recorded_from=MARCH,
        charged_from=MARCH,
        **said(MARCH),
    )
    amended = HomeAmended(
        home_id=HOME, name="Rose House", cqc_location_id="1-100000001", icb_ods_code="QRL", **said(MAY)
    )
    moved_in = ResidentMovedIn(
        resident_id=EDITH,
        resident_ref="R1",
        household_id=uuid4(),
        moved_in_on=MARCH,
        identity=Sealed.of({"given_name": "Edith"}, EDITH, RecordClass.CARE, "identity"),
        initials=Sealed.of("EB", EDITH, RecordClass.FINANCE, "initials"),
        **said(MARCH),
    )
    await projected.record(NETWORK_STREAM, joined, amended)
    await projected.record(HOME, moved_in)
    await projected.project(PROJECTION)
    assert await projected.rows(PROJECTION, "home") == [
        {"home_id": HOME, "ref": "rosewood", "name": "Rose House"}
    ]
    (resident,) = await projected.rows(PROJECTION, "resident")
    assert (resident["resident_id"], resident["ref"]) == (EDITH, "R1")
    assert len(await projected.rows(PROJECTION, "resident_initials")) == 1

    forgotten = PersonForgotten(
        person_id=EDITH, record_class=RecordClass.FINANCE, reason="Retention", **said(MAY)
    )
    await projected.record(HOME, forgotten)
    await projected.project(PROJECTION)
    assert await projected.rows(PROJECTION, "resident_initials") == []


async def test_what_is_recorded_of_closed_days_is_posted_on_the_first_open_one(projected: Projected) -> None:
    closed = BooksClosed(through=APRIL, **said(APRIL))
    await projected.record(HOME, paid("1.00"))
    await projected.record(FINANCE_STREAM, closed)
    await projected.record(HOME, paid("2.00"), reversed_(1, "1.00", MARCH), paid("3.00", 2))
    settled = PossibleDuplicateSettled(payer_id=COUNCIL, is_same=False, **said(MAY, about=4))
    await projected.record(HOME, settled)
    await projected.project(PROJECTION)
    first_open = date(2025, 4, 2)
    posted = [(row["received_on"], row["posted_on"]) for row in await projected.rows(PROJECTION, "payment")]
    assert posted == [(MARCH, MARCH), *[(MARCH, first_open)] * 3]


async def test_money_found_to_be_of_its_own_after_a_close_is_posted_when_it_begins_to_count(
    projected: Projected,
) -> None:
    await projected.record(HOME, paid("1.00"), paid("1.00", 1))
    await projected.record(FINANCE_STREAM, BooksClosed(through=APRIL, **said(APRIL)))
    await projected.record(
        HOME, PossibleDuplicateSettled(payer_id=COUNCIL, is_same=False, **said(MAY, about=2))
    )
    await projected.project(PROJECTION)
    first, second = await projected.rows(PROJECTION, "payment")
    assert (first["posted_on"], second["posted_on"]) == (MARCH, date(2025, 4, 2))
