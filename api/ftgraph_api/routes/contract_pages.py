"""The pages on contracts and on the charter."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.clock import today
from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import charter, contracts, frame
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import Given, Parameter


async def contracts_page(request: Request) -> Response:
    """Contrats : ce qui lie qui, ici, un jour donné ; ce qui finit, manque de revue, se concurrence."""
    question, etag = await _asked(request, contracts.PARAMETERS)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    asking = await asyncio.to_thread(contracts.asked, question)
    values = await asyncio.to_thread(contracts.values, question, asking)
    title = "Contrats" if question.language == "fr" else "Contracts"
    return frame.send(request, frame.Page("contracts.html.j2", title, values), "" if values["problem"] else etag)


async def contract_page(request: Request) -> Response:
    """Un contrat ou un appel, et tout ce que l’on en sait."""
    question, etag = await _asked(request, contracts.ONE)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    values = await asyncio.to_thread(contracts.one, question, request.path_params["key"])
    return frame.send(request, frame.Page("contract.html.j2", values["contract"].title, values), etag)


async def charter_page(request: Request) -> Response:
    """La charte : engagements, signataires, respect dans le temps."""
    question, etag = await _asked(request, charter.PARAMETERS)
    if conditional.unchanged(request.headers, etag):
        return Response(status_code=304, headers={"ETag": etag})
    values = await asyncio.to_thread(charter.values, question)
    return frame.send(request, frame.Page("charter.html.j2", values["title"], values), etag)


async def _asked(request: Request, table: Mapping[str, Parameter]) -> tuple[Question, str]:
    given = Given(request.scope["query_string"], table)
    served = await state_of(request).newest()
    language, day = frame.language_of(request), today()
    pairs = "&".join(f"{name}={value}" for name, value in given.items())
    etag = conditional.tag(served.generation, served.stamp, request.url.path, language, day.isoformat(), pairs)
    return Question(served, state_of(request).settings, given, day, language), etag


def router() -> APIRouter:
    """The routes of this module. A contract's key holds a slash: it takes the rest of the path."""
    routes = APIRouter()
    for path, handler in (
        ("/contrats", contracts_page),
        ("/contrats/{key:path}", contract_page),
        ("/charte", charter_page),
    ):
        routes.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
    return routes
