"""The pages on contracts and on the charter."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph_api.pages import charter, contracts, frame
from ftgraph_api.pages.opening import page
from ftgraph_api.pages.question import Question


@page(contracts.PARAMETERS)
async def contracts_page(request: Request, question: Question, etag: str) -> Response:
    """Contrats : ce qui lie qui, ici, un jour donné ; ce qui finit, manque de revue, se concurrence."""
    asking = await asyncio.to_thread(contracts.asked, question)
    values = await asyncio.to_thread(contracts.values, question, asking)
    title = "Contrats" if question.language == "fr" else "Contracts"
    return frame.send(request, frame.Page("contracts.html.j2", title, values), "" if values["problem"] else etag)


@page(contracts.ONE)
async def contract_page(request: Request, question: Question, etag: str) -> Response:
    """Un contrat ou un appel, et tout ce que l’on en sait."""
    values = await asyncio.to_thread(contracts.one, question, request.path_params["key"])
    return frame.send(request, frame.Page("contract.html.j2", values["contract"].title, values), etag)


@page(charter.PARAMETERS)
async def charter_page(request: Request, question: Question, etag: str) -> Response:
    """La charte : engagements, signataires, respect dans le temps."""
    values = await asyncio.to_thread(charter.values, question)
    return frame.send(request, frame.Page("charter.html.j2", values["title"], values), etag)


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
