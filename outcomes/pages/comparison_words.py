"""What a comparison of homes shows and does not show, in sentences."""

from collections.abc import Mapping, Sequence

from network.web.drawing import number
from outcomes.charts.written_figures import rate_written
from outcomes.funnel import Position
from outcomes.pages.answers import ComparedHome, Comparison, Overdispersion
from outcomes.terms import Measure
from outcomes.words.names import RATES

WHAT_IT_SHOWS: Mapping[Position | None, str] = {
    Position.WITHIN: "no more than chance",
    Position.ABOVE_95: "no signal: one home in forty lies as high by chance",
    Position.BELOW_95: "no signal: one home in forty lies as low by chance",
    Position.ABOVE_998: "more than chance explains",
    Position.BELOW_998: "fewer than chance explains",
}


def what_it_says(measure: Measure, found: Comparison) -> str:
    """A few sentences; homes in the order of names, as everywhere."""
    if not found.homes:
        return "None of your homes is in this comparison. Choose others, or all of them."
    if measure is Measure.SICKNESS and found.network.numerator is None:
        return (
            "Outside the home sickness is told for whole quarters of larger teams only: take the first day "
            "of one quarter, and the last of one that is over."
        )
    if not measure.counts_events:
        return (
            f"{RATES[measure].capitalize()} comes in spells, so there are no limits to tell chance by: rates "
            "stand beside the network's, and each home's own chart shows how it goes."
        )
    if not found.network.rate:
        return "There were no events in this time, so there is nothing to compare."
    return " ".join([*_signals(measure, found.homes), _between(found.overdispersion), _others(found)])


def _signals(measure: Measure, homes: Sequence[ComparedHome]) -> list[str]:
    judged = [home for home in homes if not home.incomplete]
    high = [home.home.name for home in judged if home.position is Position.ABOVE_998]
    low = [home.home.name for home in judged if home.position is Position.BELOW_998]
    rate = RATES[measure]
    said = [
        f"In {_list(names)} {rate} was {side} than chance explains in a home of that size."
        for names, side in ((low, "lower"), (high, "higher"))
        if names
    ]
    if judged and not said:
        said.append(
            "No home differs from the network by more than chance does to homes of its size: the highest and "
            "the lowest may well change places next year."
        )
    silent = [home.home.name for home in homes if home.incomplete]
    if silent:
        said.append(
            f"Not judged: {_list(silent)}. Nothing at all was recorded for two weeks or more, and silence is "
            "not safety."
        )
    return said


def _between(found: Overdispersion | None) -> str:
    if found is None:
        return (
            "The network has fewer than ten homes with figures, too few to tell by how much homes differ; so "
            "the limits are those of chance alone, and no rate is drawn towards the network's."
        )
    if not found.adjusted:
        return "Homes of the network differ no more than by chance, so the limits are those of chance alone."
    phi = number(round(found.phi, 1))
    return (
        f"Homes of the network differ more than chance alone would have them (φ {phi}), so the limits are "
        f"wider by as much (τ² {found.tau_squared:.3f}): beyond them a home differs from how homes usually "
        "differ."
    )


def _others(found: Comparison) -> str:
    rate = rate_written(found.network.rate or 0.0)
    return (
        f"The network's rate is {rate} for {number(found.per)} nights. Other homes are part of that rate and "
        "of the limits, and are not shown. Rates do not weigh who lives where."
    )


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
