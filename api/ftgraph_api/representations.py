"""How a resource of the linked data is answered: one of its formats, its headers, 304."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import pyoxigraph as ox
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import UsageError
from ftgraph.exports.descriptions import serialized
from ftgraph.exports.formats import JSONLD, N_TRIPLES, RDF_XML, TURTLE, Format
from ftgraph.exports.jsonld_triples import document
from ftgraph.wording import Language, language_named
from ftgraph_api import conditional, cors, negotiation
from ftgraph_api.cors import OPEN
from ftgraph_api.parameters import LANGUAGE, Parameter
from ftgraph_api.state import Served

Handler = Callable[[Request], Awaitable[Response]]
GRAPH_FORMATS = (TURTLE, JSONLD, N_TRIPLES, RDF_XML)


@dataclass(frozen=True)
class Asked:
    """A request for a resource. `path`: its address without suffix; `kind`: the format; `profile`: as asked for."""

    request: Request
    path: str
    kind: Format
    language: Language
    offered: Sequence[Format]
    profile: str = ""

    def etag(self, served: Served | None, *parts: str) -> str:
        """The strong tag of this representation; `served` is None for what does not depend on the data."""
        which = (served.generation, served.stamp) if served else (0, "")
        return conditional.tag(which[0], which[1], self.path, self.kind.name, self.language, self.profile, *parts)

    def headers(self, etag: str, modified: datetime | None, links: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
        """The headers of 200 and of 304. `links`: (address, relation)."""
        said = [f'<{address}>; rel="{relation}"' for address, relation in links]
        said.append(f'<{self.path}>; rel="canonical"')
        said.extend(
            f'<{self.path}.{each.suffix}>; rel="alternate"; type="{each.media_type}"'
            for each in self.offered
            if each is not self.kind
        )
        if self.profile:
            said.append(f'<{self.profile}>; rel="profile"')
        made = {**OPEN, "ETag": etag, "Cache-Control": conditional.CACHING, "Vary": "Accept", "Link": ", ".join(said)}
        if modified:
            made["Last-Modified"] = http_date(modified)
        return made

    def graph(self, triples: Sequence[ox.Triple], headers: Mapping[str, str]) -> Response:
        """The answer 200 whose content is `triples`, in one of `GRAPH_FORMATS`."""
        body = document(triples) if self.kind is JSONLD else serialized(triples, self.kind)
        return Response(body, headers={**headers, "Content-Type": self.kind.content_type})

    def unchanged(self, etag: str, modified: datetime | None) -> bool:
        """Whether the caller has it: by its tag, else by its date (RFC 9110, 13.2.2)."""
        return unchanged(self.request.headers, etag, modified)


def read(request: Request, offered: Sequence[Format], *, profiles: Sequence[str] = ()) -> Asked:
    """Which resource and which format: a suffix of the address, else `format`, else `Accept`.

    `profiles`: those that a representation may be asked by, in `profile` or in `Accept`. Raises `UsageError`.
    """
    path = raw_path(request)
    stem, dot, suffix = path.rpartition(".")
    known = dot and any(each.suffix == suffix for each in offered)
    accept = request.headers.get("accept", "")
    kind = negotiation.choose(
        offered, suffix=suffix if known else "", name=request.query_params.get("format", ""), accept=accept
    )
    asked_profile = request.query_params.get("profile", "")
    profile = next((each for each in profiles if each == asked_profile or each in accept), "")
    if asked_profile and not profile:
        raise UsageError(
            f"Le profil « {asked_profile[:200]} » n’est pas proposé ici.",
            f"Profile “{asked_profile[:200]}” is not offered here.",
            cure=f"Profils possibles : {', '.join(profiles) or 'aucun'}.",
            cure_en=f"Possible profiles: {', '.join(profiles) or 'none'}.",
        )
    language = request.query_params.get("lang") or "fr"
    if language not in LANGUAGE.values:
        raise UsageError(
            f"La langue « {language[:20]} » n’est pas proposée.",
            f"Language “{language[:20]}” is not offered.",
            cure=f"Langues possibles : {', '.join(LANGUAGE.values)}.",
            cure_en=f"Possible languages: {', '.join(LANGUAGE.values)}.",
        )
    return Asked(request, stem if known else path, kind, language_named(language), offered, profile)


def raw_path(request: Request) -> str:
    """The path as it was sent, still percent-encoded: an escaped slash belongs to a key."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    assert isinstance(raw, bytes)  # noqa: S101 - as ASGI says
    return raw.decode("ascii", "replace").partition("?")[0]


def unchanged(headers: Headers, etag: str, modified: datetime | None) -> bool:
    """Whether who sent `headers` has it: by its tag, else by its date (RFC 9110, 13.2.2)."""
    if "if-none-match" in headers:
        return conditional.unchanged(headers, etag)
    since = _date(headers.get("if-modified-since", ""))
    return modified is not None and since is not None and modified.replace(microsecond=0) <= since


def http_date(moment: datetime) -> str:
    """`Wed, 25 Nov 2026 14:00:00 GMT`."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


async def preflight(_: Request) -> Response:
    """Ce qu’une page d’un autre site peut demander (CORS)."""
    return cors.preflight("GET", "HEAD")


PAGE = Parameter("page", ("Numéro de page, à partir de 1.", "Page number, from 1."), "integer", default=1)
PROFILE = Parameter(
    "profile",
    ("Profil : le contexte JSON-LD, pour qu’il soit nommé et non recopié.", "The JSON-LD context, to be named."),
)


def add(routes: Any, path: str, handler: Handler, described: Mapping[str, Any] | None = None) -> None:
    """Add a route of the linked data: GET, HEAD and, for pages of other sites, OPTIONS.

    `described`: what it says of itself (`documents.resource`); None: another one does, this is its variant.
    """
    shown = described is not None
    routes.add_api_route(
        path, handler, methods=["GET"], response_class=Response, include_in_schema=shown, **(described or {})
    )
    routes.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)
    routes.add_api_route(path, preflight, methods=["OPTIONS"], include_in_schema=False)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
