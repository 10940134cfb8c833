"""Structured logs: one JSON object a line. Only named keys pass, so that no personal data can."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

#: Everything that a log line may say beside time, level and event.
KEYS = frozenset(
    {"method", "code", "reason", "request_id", "milliseconds", "fault", "address", "database", "port", "where"}
    | {"replies", "frames", "count", "state", "provider", "signal", "exception", "logger", "pid"}
)


def only_named(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops every key that is not on the list."""
    kept = KEYS | {"event", "level", "timestamp"}
    return {key: value for key, value in event.items() if key in kept}


def where_it_failed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an exception its type and the places it passed; never its text, which may quote what it was given."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0] is not None:
        places = []
        trace = info[2]
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        event["exception"] = info[0].__name__
        event["where"] = places[-8:]
    return event


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Sends our logs and those of libraries through one door."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        where_it_failed,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            use_get_message=False,  # what a library puts into its message may be anybody's
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                only_named,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("grpc").setLevel(logging.ERROR)
