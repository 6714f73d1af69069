"""Each request from its head to its answer's last byte: numbered, counted, timed, told in one line of the log.

The number is the client's own `X-Request-Id` where it sends a plain one, and goes back with the answer.
"""

import logging
import re
import secrets
import time
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ftgraph.errors import FtgraphError
from ftgraph_api import middleware, problems
from ftgraph_api.logs import request_number
from ftgraph_api.metrics import Metrics

HEADER = "X-Request-Id"
_PLAIN = re.compile(rb"[A-Za-z0-9._\-]{1,64}")
_UNKNOWN_ROUTE = "none"
_log = logging.getLogger("ftgraph_api")


@dataclass
class _Answer:
    """What is known of an answer while it is sent."""

    status: int = 0
    size: int = 0
    whole: bool = False


class Watching:
    """Stands before everything else: what goes wrong behind it is answered by it, and never told."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = _number(scope)
        scope.setdefault("state", {})["request_number"] = number
        request_number.set(number)
        answer, began = _Answer(), time.perf_counter()

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                own = (HEADER.lower().encode(), number.encode())
                message["headers"] = [*message["headers"], own, *middleware.safety(message["headers"])]
            else:
                answer.size += len(message.get("body", b""))
                answer.whole = not message.get("more_body", False)
            await send(message)

        self._metrics.under_way.inc()
        try:
            await self._app(scope, receive, told)
        except Exception as error:  # noqa: BLE001 - the last one who can answer
            # Once its status is gone the transfer is cut, which the client sees; never an answer that looks whole.
            if known := _known(error):
                _log.warning("answer cut", extra={"said": {"type": known.slug}})
            else:
                _log.exception("unexpected error")
            if not answer.status:
                await problems.unexpected(Request(scope), number)(scope, receive, told)
        finally:
            self._metrics.under_way.dec()
            self._tell(scope, answer, time.perf_counter() - began)

    def _tell(self, scope: Scope, answer: _Answer, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", _UNKNOWN_ROUTE)
        self._metrics.answered(scope["method"], route, answer.status, seconds, answer.size, whole=answer.whole)
        slug = scope["state"].get("problem", "")
        if slug:
            self._metrics.problem(slug)
        said = {
            "method": scope["method"][:10],
            "route": route,
            "status": answer.status,
            "seconds": round(seconds, 4),
            "bytes": answer.size,
            **({"problem": slug} if slug else {}),
            **({} if answer.whole else {"cut": True}),
        }
        _log.info("request", extra={"said": said})


def _known(error: BaseException) -> FtgraphError | None:
    """One of our own errors, which the framework wrapped because it came too late to be answered."""
    while error.__cause__ is not None and not isinstance(error, FtgraphError):
        error = error.__cause__
    return error if isinstance(error, FtgraphError) else None


def number_of(scope: Scope) -> str:
    """The number of a request."""
    number = scope.get("state", {}).get("request_number", "")
    assert isinstance(number, str)  # noqa: S101 - for the type checker
    return number


def _number(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode() if _PLAIN.fullmatch(given) else secrets.token_hex(8)
