"""Logs: one JSON object a line on standard error, with the fields listed here and no personal data."""

import logging
import sys
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from network.settings import LogLevel

FIELDS = frozenset(
    {
        "event", "level", "timestamp", "logger",
        "request_id", "account_id", "home_id", "position",
        "method", "route", "status", "milliseconds",
        "command", "command_id", "outcome", "attempts",
        "projection", "version", "state", "events", "seconds", "count",
        "host", "port", "pid", "signal", "migration", "error", "reason", "sqlstate", "frames",
    }
)  # fmt: skip
"""What a line may say; anything else is withheld until somebody has thought about it and added it here."""

WITHHELD = "withheld"
MOST_FRAMES = 12

OWN = ("hearth", "network", "households", "outcomes", "finance", "graphql_api")
"""The loggers above all of ours; their messages are fixed sentences."""


def configure_logging(level: LogLevel, stream: TextIO = sys.stderr) -> None:
    """Send everything that is logged, by us and by libraries, to one stream as JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, silence_libraries],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                describe_exception,
                withhold_unknown,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OWN:
        logging.getLogger(name).setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
    # Our own line about a request has its route instead of its path, which may hold a name.
    logging.getLogger("uvicorn.access").disabled = True


def silence_libraries(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep of a library's message who said it and how grave it is: its words may quote what it was given."""
    event["event"] = "a library reported this"
    return event


def describe_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say the kind of an exception and where it arose; never its message, which may quote what was sent."""
    error = _exception_of(event.pop("exc_info", None))
    if error is not None:
        event.update(origin_of(error))
        sqlstate = getattr(error, "sqlstate", None)
        if sqlstate:
            event["sqlstate"] = sqlstate
    return event


def origin_of(error: BaseException) -> dict[str, str | list[str]]:
    """The fields that say what kind of error it is and where it arose, without a word of it."""
    frames: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_qualname}:{trace.tb_lineno}")
        trace = trace.tb_next
    return {"error": f"{type(error).__module__}.{type(error).__qualname__}", "frames": frames[-MOST_FRAMES:]}


def withhold_unknown(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace the value of every field that is not among `FIELDS`."""
    for name in event.keys() - FIELDS:
        event[name] = WITHHELD
    return event


def _exception_of(info: object) -> BaseException | None:
    """The exception of a record: given itself, as a triple, or as `True` for the one being handled."""
    if info is True:
        return sys.exc_info()[1]
    if isinstance(info, tuple):
        info = cast("tuple[object, ...]", info)[1]
    return info if isinstance(info, BaseException) else None
