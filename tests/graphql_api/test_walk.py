# graphql-core wraps types in types that it can not name.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownArgumentType=false
"""Every field of the schema, for every role, of the own home and of another: who gets an answer.

The walk is made from the schema itself, so a field that is added without an expectation
here fails.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    is_leaf_type,
)

from graphql_api.documents import Documents
from graphql_api.schema import LIMITS, create_schema
from network.access.viewer import TOKEN_ROLES, Role
from tests.graphql_api.conftest import World
from tests.graphql_api.walk_coaching import COACHING

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEAM, COACH, FINANCE, IT = Role.HOME_TEAM, Role.COACH, Role.FINANCE, Role.NETWORK_IT
EVERYBODY = {TEAM, COACH, FINANCE, IT}
INSIDE = {TEAM, COACH}
NOBODY: set[Role] = set()

OWN_HOME: dict[str, set[Role]] = {
    "Query.home": EVERYBODY,
    "Home.id": EVERYBODY,
    "Home.ref": EVERYBODY,
    "Home.name": EVERYBODY,
    "Home.cqcLocationId": EVERYBODY,
    "Home.area": EVERYBODY,
    "Area.code": EVERYBODY,
    "Area.name": EVERYBODY,
    "Home.lastRecordedAt": EVERYBODY,
    "Home.households": EVERYBODY,
    "Household.id": EVERYBODY,
    "Household.name": EVERYBODY,
    "Household.beds": EVERYBODY,
    "Household.residents": {TEAM},
    "Resident.id": {TEAM},
    "Resident.displayName": {TEAM},
    "Resident.room": {TEAM},
    "Resident.movedInOn": {TEAM},
    "Resident.awayFrom": {TEAM},
    "Home.activity": INSIDE,
    "ActivityConnection.edges": INSIDE,
    "ActivityConnection.pageInfo": INSIDE,
    "ActivityConnection.totalCount": INSIDE,
    "ActivityEdge.cursor": INSIDE,
    "ActivityEdge.node": INSIDE,
    "ActivityEntry.id": INSIDE,
    "ActivityEntry.kind": INSIDE,
    "ActivityEntry.occurredAt": INSIDE,
    "ActivityEntry.recordedAt": INSIDE,
    "ActivityEntry.recordedBy": {TEAM},
    "ActivityEntry.sentBy": NOBODY,  # nobody's device sent another's records in the story
    "ActivityEntry.summary": INSIDE,
    "PageInfo.hasNextPage": EVERYBODY,
    "PageInfo.hasPreviousPage": EVERYBODY,
    "PageInfo.startCursor": EVERYBODY,
    "PageInfo.endCursor": EVERYBODY,
    **COACHING,
    "Home.rates": INSIDE,
    "Rate.measure": INSIDE,
    "Rate.numerator": INSIDE,
    "Rate.denominator": INSIDE,
    "Rate.per": INSIDE,
    "Rate.rate": INSIDE,
    "Rate.low": INSIDE,
    "Rate.high": INSIDE,
    "Rate.dispersion": INSIDE,
    "Rate.incomplete": INSIDE,
    "Home.fallsPattern": INSIDE,
    "FallsPattern.byPlace": INSIDE,
    "FallsPattern.byHour": INSIDE,
    "FallsPattern.byHarm": INSIDE,
    "FallsPattern.residentsWhoFell": INSIDE,
    "FallsPattern.residentsWhoFellTwiceOrMore": INSIDE,
    "FallsAtPlace.place": INSIDE,
    "FallsAtPlace.count": INSIDE,
    "FallsAtHour.hour": INSIDE,
    "FallsAtHour.count": INSIDE,
    "FallsWithHarm.harm": INSIDE,
    "FallsWithHarm.count": INSIDE,
    "Home.runChart": INSIDE,
    "RunChart.kind": INSIDE,
    "RunChart.period": INSIDE,
    "RunChart.per": INSIDE,
    "RunChart.trial": INSIDE,
    "RunChart.because": INSIDE,
    "RunChart.points": INSIDE,
    "RunChart.changesOfPractice": INSIDE,
    "RunChart.recent": INSIDE,
    "RunChart.summary": INSIDE,
    "ChartPoint.startsOn": INSIDE,
    "ChartPoint.endsOn": INSIDE,
    "ChartPoint.numerator": INSIDE,
    "ChartPoint.denominator": INSIDE,
    "ChartPoint.value": INSIDE,
    "ChartPoint.centre": INSIDE,
    "ChartPoint.lower": INSIDE,
    "ChartPoint.upper": INSIDE,
    "ChartPoint.signal": NOBODY,  # nothing in the story is more than chance
    "ChartPoint.direction": NOBODY,
    "ChartPoint.incomplete": INSIDE,
    "ChangeOfPractice.on": INSIDE,
    "ChangeOfPractice.text": INSIDE,
    "Recent.days": INSIDE,
    "Recent.count": INSIDE,
    "Recent.tail": INSIDE,
    "Query.comparison": {COACH},
    "Comparison.measure": {COACH},
    "Comparison.per": {COACH},
    "Comparison.network": {COACH},
    "Comparison.overdispersion": NOBODY,  # two homes tell nothing of it
    "Comparison.funnel": {COACH},
    "Comparison.homes": {COACH},
    "NetworkRate.numerator": {COACH},
    "NetworkRate.denominator": {COACH},
    "NetworkRate.rate": {COACH},
    "NetworkRate.low": {COACH},
    "NetworkRate.high": {COACH},
    "Overdispersion.phi": NOBODY,
    "Overdispersion.tauSquared": NOBODY,
    "Overdispersion.adjusted": NOBODY,
    "FunnelPoint.expected": {COACH},
    "FunnelPoint.low95": {COACH},
    "FunnelPoint.high95": {COACH},
    "FunnelPoint.low998": {COACH},
    "FunnelPoint.high998": {COACH},
    "ComparedHome.home": {COACH},
    "ComparedHome.numerator": {COACH},
    "ComparedHome.denominator": {COACH},
    "ComparedHome.expected": {COACH},
    "ComparedHome.ratio": {COACH},
    "ComparedHome.rate": {COACH},
    "ComparedHome.low": {COACH},
    "ComparedHome.high": {COACH},
    "ComparedHome.shrunkRate": NOBODY,
    "ComparedHome.position": {COACH},
    "ComparedHome.incomplete": {COACH},
    "Query.beforeAfter": INSIDE,
    "BeforeAfter.per": INSIDE,
    "BeforeAfter.before": INSIDE,
    "BeforeAfter.after": INSIDE,
    "BeforeAfter.ratio": INSIDE,
    "BeforeAfter.low": INSIDE,
    "BeforeAfter.high": INSIDE,
    "BeforeAfter.pValue": INSIDE,
    "BeforeAfter.percentChange": INSIDE,
    "BeforeAfter.dispersion": INSIDE,
    "BeforeAfter.powerToDetect": INSIDE,
    "BeforeAfter.verdict": INSIDE,
    "WindowRate.from": INSIDE,
    "WindowRate.to": INSIDE,
    "WindowRate.numerator": INSIDE,
    "WindowRate.denominator": INSIDE,
    "WindowRate.rate": INSIDE,
    "WindowRate.low": INSIDE,
    "WindowRate.high": INSIDE,
    "Query.homes": EVERYBODY,
    "HomeConnection.edges": EVERYBODY,
    "HomeConnection.pageInfo": EVERYBODY,
    "HomeConnection.totalCount": EVERYBODY,
    "HomeEdge.cursor": EVERYBODY,
    "HomeEdge.node": EVERYBODY,
    "Query.payments": {TEAM, FINANCE},
    "PaymentConnection.edges": {TEAM, FINANCE},
    "PaymentConnection.pageInfo": {TEAM, FINANCE},
    "PaymentConnection.totalCount": {TEAM, FINANCE},
    "PaymentConnection.totalAmount": {TEAM, FINANCE},
    "PaymentEdge.cursor": {TEAM, FINANCE},
    "PaymentEdge.node": {TEAM, FINANCE},
    "Payment.id": {TEAM, FINANCE},
    "Payment.home": {TEAM, FINANCE},
    "Payment.payer": {TEAM, FINANCE},
    "Payment.receivedOn": {TEAM, FINANCE},
    "Payment.postedOn": {TEAM, FINANCE},
    "Payment.amount": {TEAM, FINANCE},
    "Payment.reference": {TEAM, FINANCE},
    "Payment.method": NOBODY,  # not said in the story
    "Payment.remittance": NOBODY,
    "Payment.recordedAt": {TEAM, FINANCE},
    "Payment.reverses": NOBODY,
    "Query.balances": {TEAM, FINANCE},
    "Balances.total": {TEAM, FINANCE},
    "Balances.lines": {TEAM, FINANCE},
    "BalanceTotal.charged": {TEAM, FINANCE},
    "BalanceTotal.received": {TEAM, FINANCE},
    "BalanceTotal.outstanding": {TEAM, FINANCE},
    "BalanceTotal.credit": {TEAM, FINANCE},
    "BalanceConnection.totalCount": {TEAM, FINANCE},
    "BalanceConnection.edges": {TEAM, FINANCE},
    "BalanceConnection.pageInfo": {TEAM, FINANCE},
    "BalanceEdge.cursor": {TEAM, FINANCE},
    "BalanceEdge.node": {TEAM, FINANCE},
    "BalanceLine.home": {TEAM, FINANCE},
    "BalanceLine.payer": {TEAM, FINANCE},
    "BalanceLine.charged": {TEAM, FINANCE},
    "BalanceLine.received": {TEAM, FINANCE},
    "BalanceLine.outstanding": {TEAM, FINANCE},
    "BalanceLine.credit": {TEAM, FINANCE},
    "BalanceLine.ageing": {TEAM, FINANCE},
    "Ageing.current": {TEAM, FINANCE},
    "Ageing.days1To30": {TEAM, FINANCE},
    "Ageing.days31To60": {TEAM, FINANCE},
    "Ageing.days61To90": {TEAM, FINANCE},
    "Ageing.over90": {TEAM, FINANCE},
    "Query.invoices": {TEAM, FINANCE},
    "InvoiceConnection.totalCount": {TEAM, FINANCE},
    "InvoiceConnection.totalAmount": {TEAM, FINANCE},
    "InvoiceConnection.edges": {TEAM, FINANCE},
    "InvoiceConnection.pageInfo": {TEAM, FINANCE},
    "InvoiceEdge.cursor": {TEAM, FINANCE},
    "InvoiceEdge.node": {TEAM, FINANCE},
    "Invoice.id": {TEAM, FINANCE},
    "Invoice.number": {TEAM, FINANCE},
    "Invoice.home": {TEAM, FINANCE},
    "Invoice.payer": {TEAM, FINANCE},
    "Invoice.chargedOn": {TEAM, FINANCE},
    "Invoice.dueOn": {TEAM, FINANCE},
    "Invoice.amount": {TEAM, FINANCE},
    "Invoice.outstanding": {TEAM, FINANCE},
    "Invoice.lines": {TEAM, FINANCE},
    "InvoiceLine.description": {TEAM, FINANCE},
    "InvoiceLine.nights": {TEAM, FINANCE},
    "InvoiceLine.weeklyAmount": {TEAM, FINANCE},
    "InvoiceLine.amount": {TEAM, FINANCE},
    "Query.cashForecast": {TEAM, FINANCE},
    "CashForecast.weeks": {TEAM, FINANCE},
    "CashForecast.assumptions": {TEAM, FINANCE},
    "CashForecast.backtest": {TEAM, FINANCE},
    "ForecastWeek.startsOn": {TEAM, FINANCE},
    "ForecastWeek.expected": {TEAM, FINANCE},
    "ForecastWeek.low": {TEAM, FINANCE},
    "ForecastWeek.high": {TEAM, FINANCE},
    "ForecastBacktest.weeks": {TEAM, FINANCE},
    "ForecastBacktest.heldByBand": {TEAM, FINANCE},
    "Balances.homesBehind": {TEAM, FINANCE},
    "Balances.closedThrough": NOBODY,  # no day is closed in the story
    "InvoiceLine.adjusts": NOBODY,
    "HomeName.id": {TEAM, COACH, FINANCE},
    "HomeName.name": {TEAM, COACH, FINANCE},
    "Payer.id": {TEAM, FINANCE},
    "Payer.name": {TEAM, FINANCE},
    "Payer.kind": {TEAM, FINANCE},
}
OF_ALL_HOMES = {"Query.homes", "HomeConnection", "HomeEdge", "PageInfo"}
"""What does not lead to one home, and so is there for everybody."""
OF_SUBSCRIPTIONS = ("Subscription.", "HomeActivity.")
"""Tested where they are followed."""

ARGUMENTS = {
    "Query.home": '(id: "{home}")',
    "Query.payments": '(from: "2025-01-01", to: "2026-03-01", home: "{home}")',
    "Query.balances": '(asOf: "2026-03-01", home: "{home}")',
    "Query.invoices": '(from: "2025-01-01", to: "2026-03-01", home: "{home}")',
    "Query.cashForecast": '(from: "2026-03-15", home: "{home}")',
    "Home.rates": '(from: "2025-10-01", to: "2025-12-31", measures: [FALLS, SICKNESS])',
    "Home.fallsPattern": '(from: "2025-10-01", to: "2025-12-31")',
    "Home.activity": "(first: 200)",
    "Home.runChart": '(measure: FALLS, from: "2025-01-01", to: "2026-03-01", period: QUARTER)',
    "Query.comparison": '(measure: FALLS, from: "2025-01-01", to: "2026-03-01", homes: ["{home}"])',
    "Query.beforeAfter": '(homes: ["{home}"], measure: FALLS, changedOn: "2025-12-01", months: 2)',
}


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return create_schema(Documents(LIMITS)).graphql_core


async def test_every_field_has_an_expectation(schema: GraphQLSchema) -> None:
    fields = {
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name in kind.fields
    }
    assert {field for field in fields if not field.startswith(OF_SUBSCRIPTIONS)} == set(OWN_HOME)


@pytest.mark.parametrize("role", TOKEN_ROLES)
async def test_who_gets_an_answer_about_the_own_home(world: World, schema: GraphQLSchema, role: Role) -> None:
    answered = await fields_answered(world, schema, role, "rosewood")
    assert answered == {field for field, roles in OWN_HOME.items() if role in roles}


@pytest.mark.parametrize("role", TOKEN_ROLES)
async def test_nobody_but_the_centre_gets_an_answer_about_another_home(
    world: World, schema: GraphQLSchema, role: Role
) -> None:
    roots = ("home", "payments", "balances", "invoices", "cashForecast", "beforeAfter")
    document = document_of(schema, "elmhurst", roots=roots)
    answered = fields_of(schema, await world.data(role, document))
    if role in INSIDE:
        assert answered == set()
    else:
        expected = {field for field, roles in OWN_HOME.items() if role in roles}
        assert answered <= expected
        assert "Home.name" in answered


async def fields_answered(world: World, schema: GraphQLSchema, role: Role, home: str) -> set[str]:
    """Every field that was not null anywhere in the answer to a document that asks for everything."""
    document = document_of(schema, home, roots=tuple(schema.query_type.fields if schema.query_type else ()))
    return fields_of(schema, await world.data(role, document))


def document_of(schema: GraphQLSchema, home: str, roots: tuple[str, ...]) -> str:
    """A document that asks for every field that can be reached from these."""
    query = schema.query_type
    assert query is not None
    selected = " ".join(_selected(query, name, home, ()) for name in roots)
    return f"{{ {selected} }}"


def _selected(parent: GraphQLObjectType, name: str, home: str, above: tuple[str, ...]) -> str:
    field = parent.fields[name]
    arguments = ARGUMENTS.get(f"{parent.name}.{name}", "").replace("{home}", home)
    kind = _named(field.type)
    if not isinstance(kind, GraphQLObjectType):
        return f"{name}{arguments}"
    assert kind.name not in above, f"{kind.name} leads back to itself"
    inner = " ".join(_selected(kind, each, home, (*above, kind.name)) for each in kind.fields)
    return f"{name}{arguments} {{ {inner} }}"


def _named(kind: GraphQLOutputType) -> GraphQLOutputType:
    while isinstance(kind, (GraphQLNonNull, GraphQLList)):
        kind = kind.of_type
    return kind


def fields_of(schema: GraphQLSchema, data: dict[str, Any]) -> set[str]:
    """The fields that hold something in an answer."""
    assert schema.query_type is not None
    found: defaultdict[str, int] = defaultdict(int)
    for field in _walk(schema.query_type, data):
        found[field] += 1
    return set(found)


def _walk(parent: GraphQLObjectType, answer: dict[str, Any]) -> Iterator[str]:
    for name, value in answer.items():
        field: GraphQLField = parent.fields[name]
        if value is None:
            continue
        yield f"{parent.name}.{name}"
        kind = _named(field.type)
        if is_leaf_type(kind):
            continue
        assert isinstance(kind, GraphQLObjectType)
        for each in value if isinstance(value, list) else [value]:
            yield from _walk(kind, each)
