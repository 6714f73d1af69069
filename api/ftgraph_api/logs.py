"""The server's log, on standard error: JSON lines for programs, plain lines in a terminal.

Neither addresses of clients nor what they ask or send: routes as they are declared, statuses, times, and a number that
is also in the answer's `X-Request-Id`. Of an unexpected error, its class and where it happened: its message may quote
what was sent.
"""

import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import IO, Any

import orjson

from ftgraph.errors import UsageError

LEVELS = ("debug", "info", "warning", "error")
_OURS = ("ftgraph", "ftgraph_api", "uvicorn")
_LIBRARIES = ("asyncio", "py.warnings")
_MOST_FRAMES = 20

request_number: ContextVar[str] = ContextVar("request_number", default="")
"""The number of the request that is being answered, "" outside of any."""


class JsonLines(logging.Formatter):
    """One JSON object a record: time, level, logger, message, request, what the record's `said` holds, error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return orjson.dumps(_told(record), default=str).decode()  # a third of what json makes of a kept answer


class PlainLines(logging.Formatter):
    """The same for a reader: `14:05:09 info request GET /api/v1/solutions 200 …`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = _told(record)
        time = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        rest = " ".join(f"{name}={value}" for name, value in told.items() if name not in _FIRST)
        return f"{time} {told['level']} {told['message']} {rest}".rstrip()


_FIRST = frozenset({"time", "level", "logger", "message"})


def configure(level: str, out: IO[str] | None = None) -> None:
    """Send the log of this process to `out` (standard error) from `level` on. Raises `UsageError`."""
    if level not in LEVELS:
        raise UsageError(
            f"FTGRAPH_LOG_LEVEL vaut « {level} ».",
            f"FTGRAPH_LOG_LEVEL is “{level}”.",
            cure=f"Valeurs possibles : {', '.join(LEVELS)}.",
            cure_en=f"Possible values: {', '.join(LEVELS)}.",
        )
    out = out or sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(PlainLines() if out.isatty() else JsonLines())
    logging.captureWarnings(True)
    for name in (*_OURS, *_LIBRARIES):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level.upper() if name in _OURS else logging.WARNING)


def _told(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }
    if number := request_number.get():
        told["request"] = number
    told.update(getattr(record, "said", {}))
    if record.exc_info and record.exc_info[1] is not None:
        told["error"] = where(record.exc_info[1])
    return told


def where(error: BaseException) -> dict[str, Any]:
    """An error's class and the places it came through, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    return {
        "class": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [f"{each.filename}:{each.lineno} {each.name}" for each in frames],
    }
