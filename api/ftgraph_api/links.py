"""Addresses that answers point to, relative to the server: nothing is guessed about what stands in front of it."""

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request


def next_page(request: Request, cursor: str) -> str:
    """The same question's next page."""
    given = [
        pair for pair in parse_qsl(request.scope["query_string"].decode("ascii", "replace")) if pair[0] != "cursor"
    ]
    return f"{request.scope['path']}?{urlencode([*given, ('cursor', cursor)])}"
