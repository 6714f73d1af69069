"""What stands before the routes: limits on the address and the host, and the headers of safety of every answer."""

import re
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

_HOST = re.compile(rb"[A-Za-z0-9._\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_POLICY = b"content-security-policy"


def safety(headers: Iterable[tuple[bytes, bytes]]) -> Sequence[tuple[bytes, bytes]]:
    """The headers of safety for an answer that has `headers`: one that says itself who may frame it is not gainsaid."""
    if all(name != _POLICY for name, _ in headers):
        return SAFETY
    return [pair for pair in SAFETY if pair[0] not in (_POLICY, b"x-frame-options")]


class Guard:
    """Refuses addresses past 8 kB, and hosts that are none: answers tell addresses made of them.

    Plain ASGI: it costs microseconds.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http":
            if _length(scope) > LONGEST_ADDRESS:
                app = _too_long(scope)
            elif not _has_host(scope):
                app = _no_host(scope)
        await app(scope, receive, send)


def _has_host(scope: Scope) -> bool:
    """Whether one host is named, as HTTP/1.1 requires (RFC 9112, 3.2)."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if not hosts:
        return scope.get("http_version") == "1.0"
    return len(hosts) == 1 and _HOST.fullmatch(hosts[0]) is not None


def _no_host(scope: Scope) -> ASGIApp:
    request = Request({**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"host"]})
    detail = ("L’en-tête Host manque ou n’est pas un nom d’hôte.", "The Host header is missing, or is no host name.")
    return problems.problem(request, 400, "usage", detail, cure="Nommez le serveur.", cure_en="Name the server.")


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
