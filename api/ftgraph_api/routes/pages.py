"""The pages of the site, and the files that they need."""

import asyncio
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.clock import today
from ftgraph.errors import FtgraphError, StoreEmpty, UsageError
from ftgraph.exports import sheet
from ftgraph.exports.formats import HTML, XLSX
from ftgraph.graph.generations import list_generations
from ftgraph.namespaces import thing
from ftgraph.solutions import SolutionRow
from ftgraph_api import conditional
from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.pages import (
    acting,
    check,
    committee,
    embed,
    find,
    frame,
    gaps,
    opening,
    solution,
    structure,
    territory,
)
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import CURSOR, FILTERS, LANGUAGE, ZONING, Given, table
from ftgraph_api.rates import client_of
from ftgraph_api.state import Served

_FIND = table(*FILTERS, CURSOR, LANGUAGE, ZONING)
_GAPS = table(*FILTERS, LANGUAGE, ZONING, gaps.COMPARED, gaps.BEFORE)
_BARE = table(LANGUAGE)


async def find_page(request: Request) -> Response:
    """Trouver une solution."""
    try:
        question, etag = await opening.asked(request, _FIND)
    except StoreEmpty as error:
        return _error(request, 503, ("Rien n’est encore publié", "Nothing is published yet"), error)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    values = await asyncio.to_thread(find.values, question)
    title = "Trouver une solution" if question.language == "fr" else "Find a solution"
    alternates = [("application/json", question.address("/api/v1/solutions"))] if values["asked"] else []
    return frame.send(request, frame.Page("find.html.j2", title, values, alternates=alternates), etag)


async def embed_page(request: Request) -> Response:
    """Une liste courte, à montrer dans un cadre sur un autre site."""
    question, etag = await opening.asked(request, _FIND)
    headers = embed.headers(question.settings)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag, **headers})
    values = await asyncio.to_thread(embed.values, question)
    values["frame_script"] = frame.static_address("embed.js")
    title = "Solutions"
    return frame.send(request, frame.Page("embed.html.j2", title, values, headers=headers), etag)


@page(_GAPS)
async def gaps_page(request: Request, question: Question, etag: str) -> Response:
    """Ce qui manque, et où ; à qui d’agir."""
    served = question.served
    kept = await asyncio.to_thread(_kept, question, served)
    values = await asyncio.to_thread(gaps.values, question, kept, await _earlier(request, question, kept))
    if values["matrix"] is not None:
        committees = await asyncio.to_thread(committee.committees_of, served)
        contracts = await asyncio.to_thread(territory.contracts_of, served, question.today)
        values["acting"] = await asyncio.to_thread(
            acting.acting, question, values["place"], values["matrix"], committees, contracts
        )
    title = "Ce qui manque, et où" if question.language == "fr" else "What is missing, and where"
    return frame.send(request, frame.Page("gaps.html.j2", title, values), etag)


def _kept(question: Question, served: Served) -> list[tuple[int, date]]:
    """The generations before the one served that are still kept, newest first."""
    if question.settings.is_remote:
        return []
    return [
        (each.generation.number, each.generation.published.date())
        for each in list_generations(question.settings)
        if each.generation.number < served.generation and not each.problem
    ]


async def _earlier(request: Request, question: Question, kept: list[tuple[int, date]]) -> gaps.Earlier | None:
    number = question.given.one("before")
    if not number:
        return None
    days = dict(kept)
    if number not in days:
        raise UsageError(
            f"La génération {number} n’est pas, ou n’est plus, gardée.",
            f"Generation {number} is not kept, or no longer.",
            cure="Choisissez une des publications de la liste.",
            cure_en="Choose one of the publications of the list.",
        )
    served = await state_of(request).at(number)
    return gaps.Earlier(number, days[number], served.index)


@page(_BARE)
async def solution_page(request: Request, question: Question, etag: str) -> Response:
    """Une solution."""
    name = request.path_params["identifier"]
    identifier, served = name.removesuffix(".pdf"), question.served
    values = await asyncio.to_thread(solution.values, question, served, identifier)
    if values is None:
        raise _gone("solution", identifier)
    if identifier != name:
        return await _pdf(question, served, identifier, values)
    alternates = [("text/turtle", f"/doc/solution/{quote(identifier)}.ttl")]
    return frame.send(request, frame.Page("solution.html.j2", values["row"].title, values, alternates=alternates), etag)


@page(_BARE)
async def structure_page(request: Request, question: Question, etag: str) -> Response:
    """Une structure, et toutes ses solutions."""
    identifier = request.path_params["identifier"]
    values = await asyncio.to_thread(structure.values, question, question.served, identifier)
    if values is None:
        raise _gone("structure", identifier)
    alternates = [("text/turtle", f"{values['rdf']}.ttl")]
    shown = frame.Page("structure.html.j2", values["structure"].label, values, alternates=alternates)
    return frame.send(request, shown, etag)


def _gone(what: str, identifier: str) -> NotFound:
    return NotFound(
        f"Aucune {what} « {identifier[:100]} ».",
        f"No {what} “{identifier[:100]}”.",
        cure="Elle a pu être retirée par sa source : cherchez-la par son nom.",
        cure_en="Its source may have removed it: look for it by name.",
    )


async def _pdf(question: Question, served: Served, identifier: str, values: dict[str, object]) -> Response:
    row = values["row"]
    assert isinstance(row, SolutionRow)  # noqa: S101 - for the type checker
    fields = values["fields"]
    assert isinstance(fields, list)  # noqa: S101 - for the type checker
    english = question.language == "en"
    notes = [
        f"{'Updated on' if english else 'Mise à jour le'} {frame.day(row.modified)}",
        f"{'Printed on' if english else 'Imprimée le'} {frame.day(question.today)}",
        f"{'Generation' if english else 'Génération'} {served.generation}",
    ]
    if row.example:
        notes.append("Example: invented solution" if english else "Fiche d’exemple\u00a0: solution inventée")
    printed = sheet.Sheet(
        question.language,
        row.title,
        row.structure.label,
        str(values["description"]),
        tuple((field.label, field.value) for field in fields),
        thing(question.settings.base, "solution", identifier),
        tuple(notes),
    )
    body = await asyncio.to_thread(sheet.render, printed)
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(identifier)}.pdf", "Cache-Control": "no-cache"}
    return Response(body, headers=headers, media_type="application/pdf")


async def check_page(request: Request) -> Response:
    """Vérifier un fichier : le formulaire."""
    Given(request.scope["query_string"], _BARE)
    return _check(request, check.form())


async def check_result(request: Request) -> Response:
    """Vérifier un fichier : le rapport, dans la page ou dans le format demandé."""
    Given(request.scope["query_string"], _BARE)
    language = frame.language_of(request)
    state_of(request).rates.take(client_of(request))
    sent = await check.read(request)
    desk = await state_of(request).desk()
    try:
        found = await asyncio.to_thread(check.answer, desk, sent, today(), language)
    except FtgraphError as error:
        return _check(request, check.form(sent, error), error.status)
    if found.kind is HTML:
        return _check(request, check.result(sent, found))
    headers = {
        "Content-Type": found.kind.content_type,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.file_name)}",
        "Cache-Control": "no-store",
    }
    return Response(found.body, headers=headers)


def _check(request: Request, values: dict[str, object], status: int = 200) -> Response:
    title = "Vérifier un fichier" if frame.language_of(request) == "fr" else "Check a file"
    return frame.send(request, frame.Page("check.html.j2", title, values, status))


async def template_file(request: Request) -> Response:
    """Le classeur prêt à remplir d’un niveau et d’un territoire."""
    given = Given(request.scope["query_string"], check.TEMPLATE)
    desk = await state_of(request).desk()
    name, body = await asyncio.to_thread(check.template, desk, given, today())
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-cache"}
    return Response(body, headers=headers, media_type=XLSX.media_type)


def _error(request: Request, status: int, title: tuple[str, str], error: FtgraphError) -> Response:
    english = frame.language_of(request) == "en"
    said = {"detail": error.en, "cure": error.cure_en} if english else {"detail": error.fr, "cure": error.cure}
    return frame.send(request, frame.Page("error.html.j2", title[english], said, status))


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (
        ("/", find_page),
        ("/embed", embed_page),
        ("/manques", gaps_page),
        ("/solutions/{identifier}", solution_page),
        ("/structures/{identifier}", structure_page),
        ("/verifier", check_page),
        ("/verifier/classeur.xlsx", template_file),
    ):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    routes.add_api_route("/verifier", check_result, methods=["POST"], include_in_schema=False)
    return routes
