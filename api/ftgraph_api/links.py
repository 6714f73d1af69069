"""Addresses that answers point to, relative to the server: nothing is guessed about what stands in front of it."""

from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request

from ftgraph.namespaces import DEF, VOC

_HTTP = ("http://", "https://")


def server(request: Request) -> str:
    """The address that the server was asked at, without a slash at its end."""
    return str(request.base_url).rstrip("/")


def next_page(request: Request, cursor: str) -> str:
    """The same question's next page."""
    given = [
        pair for pair in parse_qsl(request.scope["query_string"].decode("ascii", "replace")) if pair[0] != "cursor"
    ]
    return f"{request.scope['path']}?{urlencode([*given, ('cursor', cursor)])}"


def of_iri(iri: str, base: str) -> str:
    """Where an IRI is shown: here where it is ours (`base`: of our things), itself on the web, "" otherwise."""
    for start, path in ((f"{base}/id/", "/doc/"), (VOC, "/voc/"), (DEF, "/def#")):
        if iri.startswith(start):
            return path + quote(iri.removeprefix(start), safe="/#%")
    return iri if iri.startswith(_HTTP) else ""
