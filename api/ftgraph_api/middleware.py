"""What stands before the routes: a limit on the address, and the headers of safety that every answer carries."""

from collections.abc import Iterable, Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ftgraph_api import problems

LONGEST_ADDRESS = 8192
OWN_ONLY = "default-src 'self'; base-uri 'none'; form-action 'self'"
"""What every page may load: our own files. Who may frame it is said beside."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": f"{OWN_ONLY}; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SAFETY = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
"""As ASGI sends them."""

_POLICY = b"content-security-policy"


def safety(headers: Iterable[tuple[bytes, bytes]]) -> Sequence[tuple[bytes, bytes]]:
    """The headers of safety for an answer that has `headers`: one that says itself who may frame it is not gainsaid."""
    if all(name != _POLICY for name, _ in headers):
        return SAFETY
    return [pair for pair in SAFETY if pair[0] not in (_POLICY, b"x-frame-options")]


class Guard:
    """Refuses addresses past 8 kB. Plain ASGI: it costs microseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        too_long = scope["type"] == "http" and _length(scope) > LONGEST_ADDRESS
        await (_too_long(scope) if too_long else self._app)(scope, receive, send)


def _length(scope: Scope) -> int:
    return len(scope.get("raw_path") or b"") + len(scope["query_string"])


def _too_long(scope: Scope) -> ASGIApp:
    request = Request({**scope, "query_string": b""})  # too long to look for a language in
    detail = (
        f"L’adresse dépasse {LONGEST_ADDRESS} octets.",
        f"The address is longer than {LONGEST_ADDRESS} bytes.",
    )
    return problems.problem(
        request, 414, "uri-too-long", detail, cure="Retirez des filtres.", cure_en="Take filters away."
    )
