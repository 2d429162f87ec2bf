"""Which record an event is about."""

from network.eventstore.event import Event


def record_of(event: Event) -> int:
    """The version of the record's first event."""
    if event.about is None:
        raise ValueError(f"{type(event).__name__} names no record that it is about.")
    return event.about
