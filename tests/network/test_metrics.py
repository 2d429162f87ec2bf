"""Metrics are told in Prometheus's format, and name nobody."""

from dataclasses import dataclass

from network.metrics import Metrics


@dataclass
class Lag:
    name: str = "roster"
    state: str = "failed"
    events_behind: int = 7
    seconds_behind: float = 1.5


def lines(metrics: Metrics) -> list[str]:
    return metrics.render().decode().splitlines()


def test_commands_are_counted_by_kind_and_outcome() -> None:
    metrics = Metrics()
    for outcome in ("recorded", "recorded", "refused"):
        metrics.count_command("record-fall", outcome)
    metrics.count_conflict()
    assert 'hearth_commands_total{command="record-fall",outcome="recorded"} 2.0' in lines(metrics)
    assert 'hearth_commands_total{command="record-fall",outcome="refused"} 1.0' in lines(metrics)
    assert "hearth_conflicts_total 1.0" in lines(metrics)


def test_a_projection_tells_how_far_it_is_behind() -> None:
    metrics = Metrics()
    metrics.set_projections([Lag()])
    assert 'hearth_projection_lag_events{projection="roster"} 7.0' in lines(metrics)
    assert 'hearth_projection_lag_seconds{projection="roster"} 1.5' in lines(metrics)
    assert 'hearth_projection_failed{projection="roster"} 1.0' in lines(metrics)


def test_only_the_oldest_transaction_of_now_is_told() -> None:
    metrics = Metrics()
    metrics.set_oldest_transaction(11, 2.0)
    metrics.set_oldest_transaction(12, 3.0)
    found = [line for line in lines(metrics) if line.startswith("hearth_oldest_transaction_seconds")]
    assert found == ['hearth_oldest_transaction_seconds{pid="12"} 3.0']
    metrics.set_oldest_transaction(None, 0.0)
    assert not [line for line in lines(metrics) if line.startswith("hearth_oldest_transaction_seconds")]


def test_two_processes_in_one_do_not_share_their_metrics() -> None:
    one, other = Metrics(), Metrics()
    one.observe_request("GET", "/homes/{home}", 200, 0.01)
    assert not [line for line in lines(other) if line.startswith("hearth_request_seconds_count")]
