"""`/api/v1/quality`: what is to be corrected on the map; `…/score`: a solution's score explained; page `/qualite`."""

import asyncio

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.errors import FtgraphError, UsageError
from ftgraph.exports import quality as exports
from ftgraph.exports.formats import JSON
from ftgraph.exports.quality import QUALITY_FORMATS, QualityDocument, ScoreDocument
from ftgraph.quality.kinds import KINDS
from ftgraph.quality.score import explain
from ftgraph.quality.survey import survey
from ftgraph.quality.worklist import Wanted, Worklist, worklist
from ftgraph.wording import Language
from ftgraph_api import conditional, documents
from ftgraph_api.asking import Asking, read, state_of
from ftgraph_api.pages import frame
from ftgraph_api.pages import quality as pages
from ftgraph_api.parameters import FORMAT, LANGUAGE, LIMIT, Given, Parameter, table
from ftgraph_api.state import Served

_FILTERS = (
    Parameter("source", ("Source des données.", "Source of the data."), many=True, example="exemple-35"),
    Parameter("kind", ("Sorte de constat.", "Kind of fault."), many=True, values=tuple(KINDS)),
    Parameter("territory", ("Territoire : référence, IRI ou nom.", "Territory: reference, IRI or name.")),
)
_OFFSET = Parameter("offset", ("Nombre de constats à passer.", "Faults to skip."), "integer", most=10_000_000)
PARAMETERS = table(*_FILTERS, LIMIT, _OFFSET, LANGUAGE, FORMAT)
_SCORE = table(
    Parameter("solution", ("Identifiant de la solution.", "The solution's identifier.")),
    LANGUAGE,
    FORMAT,
)
PAGE = table(*(Parameter(each.name, each.help, values=each.values) for each in _FILTERS), _OFFSET, LANGUAGE)
_A_PAGE = 20


async def quality(request: Request) -> Response:
    """Les constats à traiter, ceux qui touchent le plus d’habitants d’abord."""
    return await _quality(request, "")


async def quality_as(request: Request) -> Response:
    """Les mêmes constats, dans le format que dit le suffixe."""
    return await _quality(request, request.path_params["suffix"])


async def _quality(request: Request, suffix: str) -> Response:
    asking = read(request, PARAMETERS, QUALITY_FORMATS, suffix=suffix)
    state = state_of(request)
    served = await state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    made = state.made.get(etag)
    if made is None:
        made = ("qualite", await asyncio.to_thread(_made, asking, served))
        state.made.put(etag, made)
    return asking.answer(made[1], etag, name=made[0])


def _made(asking: Asking, served: Served) -> bytes:
    given = asking.given
    wanted = Wanted(given.many("source"), given.many("kind"), given.one("territory") or "")
    found = _found(served, wanted, asking)
    language: Language = "en" if asking.language == "en" else "fr"
    limit = given.one("limit")
    limit = (_A_PAGE if asking.kind is JSON else 0) if limit is None else limit
    offset = given.one("offset") or 0
    return b"".join(exports.pieces(asking.kind, found, served.generation, language, offset=offset, limit=limit))


def _found(served: Served, wanted: Wanted, asking: Asking) -> Worklist:
    seen = survey(served.index, asking.today, asking.state.settings.stale_days)
    return worklist(served.index, seen, wanted, asking.today)


async def score(request: Request) -> Response:
    """Le score de qualité d’une solution, critère par critère, recalculé aujourd’hui."""
    asking = read(request, _SCORE, (JSON,))
    identifier = asking.given.one("solution")
    if not identifier:
        raise UsageError(
            "Le paramètre « solution » est obligatoire.",
            "Parameter “solution” is required.",
            cure="Donnez l’identifiant de la solution, en fin d’adresse de sa fiche.",
            cure_en="Give the solution's identifier, which ends the address of its page.",
        )
    served = await state_of(request).newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    found = await asyncio.to_thread(explain, served.reader, identifier, asking.today)
    body = orjson.dumps(exports.score(found, "en" if asking.language == "en" else "fr"))
    return asking.answer(body, etag)


async def quality_page(request: Request) -> Response:
    """Qualité : que corriger, source par source."""
    given = Given(request.scope["query_string"], PAGE)
    state = state_of(request)
    served = await state.newest()
    language = frame.language_of(request)
    asking = Asking(request, given, JSON, language)
    asked = "&".join(f"{name}={value}" for name, value in given.items())
    etag = conditional.tag(served.generation, served.stamp, request.url.path, asked, asking.today.isoformat())
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    wanted = Wanted(
        tuple(filter(None, (given.one("source"),))),
        tuple(filter(None, (given.one("kind"),))),
        given.one("territory") or "",
    )
    found: Worklist | None = None
    problem: FtgraphError | None = None
    try:
        found = await asyncio.to_thread(_found, served, wanted, asking)
    except UsageError as error:
        problem = error
    values = await asyncio.to_thread(pages.values, served, wanted, found, given.one("offset") or 0, language)
    title = "Qualité de la carte" if language == "fr" else "Quality of the map"
    return frame.send(request, frame.Page("quality.html.j2", title, {**values, "problem": problem}), etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["quality"])
    described = documents.parameters(PARAMETERS, formats=QUALITY_FORMATS)
    documents.add(routes, "/api/v1/quality", quality, QualityDocument, QUALITY_FORMATS, described)
    documents.add_suffixed(routes, "/api/v1/quality", quality_as, QUALITY_FORMATS, described)
    of_score = documents.parameters(_SCORE, formats=(JSON,))
    documents.add(routes, "/api/v1/quality/score", score, ScoreDocument, (JSON,), of_score)
    routes.add_api_route("/qualite", quality_page, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
