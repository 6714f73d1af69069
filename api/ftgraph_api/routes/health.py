"""`/health/live` and `/health/ready`: is the server up, and has it data to serve; `/metrics`: how it fares."""

import asyncio
from dataclasses import dataclass

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph_api import documents
from ftgraph_api.asking import state_of
from ftgraph_api.metrics import CONTENT_TYPE

_HEADERS = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Live:
    """The process answers."""

    status: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The generation that is served, and how many solutions it holds."""

    status: str
    generation: int
    solutions: int


async def live(request: Request) -> Response:
    """Le serveur répond."""
    return Response(orjson.dumps(Live("live")), headers=_HEADERS, media_type="application/json")


async def ready(request: Request) -> Response:
    """Le serveur a des données à servir ; 503 sinon."""
    served = await state_of(request).newest()
    made = Ready("ready", served.generation, served.index.count)
    return Response(orjson.dumps(made), headers=_HEADERS, media_type="application/json")


async def metrics(request: Request) -> Response:
    """Les compteurs du serveur, pour Prometheus."""
    headers = {**_HEADERS, "Content-Type": CONTENT_TYPE}
    return Response(await asyncio.to_thread(state_of(request).metrics.text), headers=headers)


def router() -> APIRouter:
    """The routes of this module."""
    routes = APIRouter(tags=["health"])
    documents.add_plain(routes, "/health/live", live, Live)
    documents.add_plain(routes, "/health/ready", ready, Ready, 503)
    documents.add_text(routes, "/metrics", metrics, CONTENT_TYPE)
    return routes
