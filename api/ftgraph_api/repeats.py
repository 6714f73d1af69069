"""Questions asked again: same words, same format, same generation. Answered before any route is looked for.

Only the way to an answer is remembered here; the answer itself is one of those that `Made` keeps.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from ftgraph_api.made import Made

_MOST = 256
_CONDITIONS = frozenset({b"if-none-match", b"range", b"authorization"})
_Key = tuple[str, bytes, bytes]


@dataclass(frozen=True)
class _Answered:
    """How a request was answered. `served`: from what; `route`: the one that it took, for who counts."""

    served: object
    etag: str
    headers: list[tuple[bytes, bytes]]
    route: Any


@dataclass
class Known:
    """The last 256 requests whose answers may be given again; the one unused for longest goes first.

    For one event loop.
    """

    made: Made
    _kept: OrderedDict[_Key, _Answered] = field(default_factory=OrderedDict)

    def put(self, scope: Scope, served: object, etag: str, headers: Mapping[str, str]) -> None:
        """Remember that this request is answered by the kept answer `etag`, with `headers`, while `served` is."""
        key = _key(scope)
        if key is None:
            return
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        self._kept[key] = _Answered(served, etag, raw, scope.get("route"))
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def get(self, scope: Scope) -> _Answered | None:
        """How this request was answered, if it was."""
        key = _key(scope)
        if key is None or key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]


class Repeats:
    """Answers what is known; lets everything else through. `newest`: what is served now."""

    def __init__(self, app: ASGIApp, known: Known, newest: Callable[[], Awaitable[object]]) -> None:
        self._app, self._known, self._newest = app, known, newest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answered = self._known.get(scope) if scope["type"] == "http" else None
        kept = self._known.made.get(answered.etag) if answered else None
        if answered is None or kept is None or answered.served is not await self._newest():
            await self._app(scope, receive, send)
            return
        body = kept[1]
        scope["route"] = answered.route
        headers = [*answered.headers, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _key(scope: Scope) -> _Key | None:
    """What an answer may depend on; None when it may depend on more."""
    if scope["method"] != "GET" or not scope["query_string"]:
        return None
    accept = b""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept += value + b","
        elif name in _CONDITIONS:
            return None
    return scope["path"], scope["query_string"], accept
