"""The application: this module only assembles."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.routing import APIRoute

from ftgraph import __version__
from ftgraph.settings import Settings
from ftgraph_api import deadlines, documents, exposure, logs, problems, warming
from ftgraph_api.bodies import Arriving
from ftgraph_api.middleware import Guard
from ftgraph_api.repeats import Repeats
from ftgraph_api.routes import (
    about_pages,
    changes,
    committees,
    contract_pages,
    contracts,
    coverage,
    data_pages,
    discovery,
    governance_pages,
    graph_store,
    health,
    history,
    history_pages,
    indicator_pages,
    indicators,
    linked_data,
    map_pages,
    neighbours,
    network_pages,
    networks,
    pages,
    published_committees,
    quality,
    quality_pages,
    queries,
    reasoning,
    reasoning_pages,
    roadmap_pages,
    roadmaps,
    site_files,
    solutions,
    sparql,
    steering_pages,
    territories,
    territory_pages,
    updates,
    vocabularies,
)
from ftgraph_api.state import State
from ftgraph_api.watching import Watching

# The OpenAPI document tells them in this order.
_ROUTES = (
    sparql,
    solutions,
    neighbours,
    coverage,
    committees,
    published_committees,
    contracts,
    roadmaps,
    history,
    networks,
    indicators,
    territories,
    vocabularies,
    linked_data,
    changes,
    discovery,
    queries,
    quality,
    updates,
    graph_store,
    health,
    pages,
    about_pages,
    site_files,
    data_pages,
    governance_pages,
    reasoning,
    reasoning_pages,
    steering_pages,
    contract_pages,
    history_pages,
    roadmap_pages,
    network_pages,
    indicator_pages,
    quality_pages,
    territory_pages,
    map_pages,
)
_KEEP_ALIVE_S = 15
_BACKLOG = 256
_GIVE_WAY_S = 0.001


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application over the store that `settings` names. Opens nothing: starting it does."""
    state = State(settings, warming.prepare)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        opening = asyncio.create_task(state.warm())
        yield
        state.rest()
        await opening
        state.close()

    app = FastAPI(
        lifespan=lifespan,
        title="ftgraph",
        version=__version__,
        description="Les solutions qui existent, par frein et par territoire, et ce qui manque.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.ftgraph = state
    problems.register(app)
    app.add_middleware(Repeats, known=state.known, newest=state.newest)
    app.add_middleware(Arriving)
    app.add_middleware(Guard)
    app.add_middleware(Watching, metrics=state.metrics)
    app.state.routes = known = _routed(app)
    names = [route.name for route in known]
    plain = app.openapi
    app.openapi = lambda: documents.complete(plain(), names)  # type: ignore[method-assign]  # as the framework says
    return app


def _routed(app: FastAPI) -> tuple[APIRoute, ...]:
    """Add all routes to `app`; gives those that its modules declare."""
    app.router.routes.insert(0, sparql.Direct())
    known: list[APIRoute] = []
    for module in _ROUTES:
        made = module.router()
        app.include_router(made)
        known.extend(route for route in made.routes if isinstance(route, APIRoute))
    return tuple(known)


def serve(settings: Settings) -> None:
    """Serve until interrupted, on the address and port of the settings (the machine itself only, by default).

    Raises `UsageError` rather than be open to the network with updates on and no key.
    """
    logs.configure(settings.log_level)
    exposure.check(settings)
    deadlines.allow_files()
    # A thread that computes gives way to the event loop after this long: by default 5 ms, several times a request.
    sys.setswitchinterval(_GIVE_WAY_S)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=deadlines.Deadlines,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=10,
        backlog=_BACKLOG,
        server_header=False,
        ws="none",
        access_log=False,
        log_config=None,
        log_level=None,
    )
