"""What stands before the routes: a limit on the address, and the headers that every answer carries."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ftgraph_api import problems

LONGEST_ADDRESS = 8192
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]


class Guard:
    """Refuses addresses past 8 kB and adds the security headers. Plain ASGI: it costs microseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_RAW_HEADERS]
            await send(message)

        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            await _too_long(scope)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def _too_long(scope: Scope) -> ASGIApp:
    language = problems.language_of(Request({**scope, "query_string": b""}))
    detail = (
        f"L’adresse dépasse {LONGEST_ADDRESS} octets.",
        f"The address is longer than {LONGEST_ADDRESS} bytes.",
    )
    return problems.problem(414, "uri-too-long", detail, language, cure="Retirez des filtres.")
