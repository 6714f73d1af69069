"""The pages on governance: the levels of both rule sets, and each published committee."""

import asyncio
from collections import defaultdict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.committees.published import seats_of
from ftgraph.errors import UsageError
from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.pages import committee, frame, governance
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import LANGUAGE, Parameter, table

_DATED = table(Parameter("on", ("Jour.", "Day."), "date"), LANGUAGE)
_SEATS = table(
    Parameter("who", ("Personne ou organisation.", "Person or organisation.")),
    Parameter("on", ("Jour.", "Day."), "date"),
    LANGUAGE,
)


@page(_DATED)
async def governance_page(request: Request, question: Question, etag: str) -> Response:
    """Gouvernance : ce que chaque référentiel attend, niveau par niveau, et les comités d’un jour."""
    served, language, day = question.served, question.language, question.day
    values = await asyncio.to_thread(governance.values, served, language, day)
    committees = await asyncio.to_thread(committee.listed, served, language, day)
    title = "Gouvernance" if language == "fr" else "Governance"
    return frame.send(request, frame.Page("governance.html.j2", title, {**values, "committees": committees}), etag)


@page(committee.PARAMETERS)
async def committee_page(request: Request, question: Question, etag: str) -> Response:
    """Un comité publié : qui siège, ce qui est vacant, ce que dit son contrôle du jour."""
    served, language, key = question.served, question.language, request.path_params["key"]
    committees = await asyncio.to_thread(committee.of_source, served, key)
    if not committees:
        raise NotFound(
            f"Aucune source de comités « {key[:60]} » n’est publiée.",
            f"No source of committees “{key[:60]}” is published.",
            cure="La liste des comités publiés est à la page Gouvernance.",
            cure_en="The published committees are listed on the page Governance.",
        )
    asked = committee.asked(question.given, committees)
    state = state_of(request)
    kept = state.made.get(etag)
    if kept is None:
        desk = await state.desk()
        kept = (key, await asyncio.to_thread(committee.report, served, desk, key, asked, language))
        state.made.put(etag, kept)
    values = await asyncio.to_thread(committee.values, served, key, asked, kept[1], language)
    return frame.send(request, frame.Page("committee.html.j2", committee.title(committees), values), etag)


@page(_SEATS)
async def seats_page(request: Request, question: Question, etag: str) -> Response:
    """Qui siège où : une personne ou une organisation, dans tous les comités publiés."""
    served, day, who = question.served, question.day, question.given.text("who")
    values: dict[str, object] = {"who": who, "on": day.isoformat(), "problem": None, "seats": None}
    if who:
        try:
            values["seats"] = await asyncio.to_thread(seats_of, served.reader, day, person=who, organisation=who)
        except UsageError as error:
            values["problem"] = error
    listed = await asyncio.to_thread(committee.committees_of, served)
    values["pages"] = defaultdict(str, {each.iri: f"/comites/{each.key}" for each in listed})
    title = "Qui siège où" if question.language == "fr" else "Who sits where"
    return frame.send(request, frame.Page("seats.html.j2", title, values), "" if values["problem"] else etag)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    for path, handler in (
        ("/gouvernance", governance_page),
        ("/gouvernance/sieges", seats_page),
        ("/comites/{key}", committee_page),
    ):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
