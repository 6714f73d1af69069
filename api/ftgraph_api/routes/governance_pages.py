"""The pages on governance: the levels of both rule sets, and each published committee."""

import asyncio
from collections import defaultdict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.clock import today
from ftgraph.committees.published import seats_of
from ftgraph.errors import UsageError
from ftgraph_api import conditional
from ftgraph_api.asking import NotFound, state_of
from ftgraph_api.pages import committee, frame, governance
from ftgraph_api.parameters import LANGUAGE, Given, Parameter, table

_DATED = table(Parameter("on", ("Jour.", "Day."), "date"), LANGUAGE)
_SEATS = table(
    Parameter("who", ("Personne ou organisation.", "Person or organisation.")),
    Parameter("on", ("Jour.", "Day."), "date"),
    LANGUAGE,
)


async def governance_page(request: Request) -> Response:
    """Gouvernance : ce que chaque référentiel attend, niveau par niveau, et les comités d’un jour."""
    given = Given(request.scope["query_string"], _DATED)
    served = await state_of(request).newest()
    language, day = frame.language_of(request), given.one("on") or today()
    dated = "dated" if given.one("on") else ""
    etag = conditional.tag(served.generation, served.stamp, request.url.path, language, day.isoformat(), dated)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    values = await asyncio.to_thread(governance.values, served, language, day)
    committees = await asyncio.to_thread(committee.listed, served, language, day)
    title = "Gouvernance" if language == "fr" else "Governance"
    return frame.send(request, frame.Page("governance.html.j2", title, {**values, "committees": committees}), etag)


async def committee_page(request: Request) -> Response:
    """Un comité publié : qui siège, ce qui est vacant, ce que dit son contrôle du jour."""
    given = Given(request.scope["query_string"], committee.PARAMETERS)
    state = state_of(request)
    served = await state.newest()
    language = frame.language_of(request)
    key = request.path_params["key"]
    committees = await asyncio.to_thread(committee.of_source, served, key)
    if not committees:
        raise NotFound(
            f"Aucune source de comités « {key[:60]} » n’est publiée.",
            f"No source of committees “{key[:60]}” is published.",
            cure="La liste des comités publiés est à l’adresse /gouvernance.",
            cure_en="The list of published committees is at /gouvernance.",
        )
    asked = committee.asked(given, committees)
    etag = conditional.tag(
        served.generation, served.stamp, request.url.path, language, asked.on.isoformat(), asked.rule_set
    )
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    kept = state.made.get(etag)
    if kept is None:
        desk = await state.desk()
        kept = (key, await asyncio.to_thread(committee.report, served, desk, key, asked, language))
        state.made.put(etag, kept)
    values = await asyncio.to_thread(committee.values, served, key, asked, kept[1], language)
    return frame.send(request, frame.Page("committee.html.j2", committee.title(committees), values), etag)


async def seats_page(request: Request) -> Response:
    """Qui siège où : une personne ou une organisation, dans tous les comités publiés."""
    given = Given(request.scope["query_string"], _SEATS)
    served = await state_of(request).newest()
    language = frame.language_of(request)
    who, day = given.one("who") or "", given.one("on") or today()
    values: dict[str, object] = {"who": who, "on": day.isoformat(), "problem": None, "seats": None}
    if who:
        try:
            values["seats"] = await asyncio.to_thread(seats_of, served.reader, day, person=who, organisation=who)
        except UsageError as error:
            values["problem"] = error
    listed = await asyncio.to_thread(committee.committees_of, served)
    values["pages"] = defaultdict(str, {each.iri: f"/comites/{each.key}" for each in listed})
    title = "Qui siège où" if language == "fr" else "Who sits where"
    return frame.send(request, frame.Page("seats.html.j2", title, values))


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
