"""The application: this module only assembles."""

from fastapi import FastAPI

from ftgraph import __version__
from ftgraph.settings import Settings
from ftgraph_api import problems
from ftgraph_api.middleware import Guard
from ftgraph_api.routes import solutions
from ftgraph_api.state import State


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application over the store that `settings` names. Opens nothing: the first request does."""
    app = FastAPI(
        title="ftgraph",
        version=__version__,
        description="Les solutions qui existent, par frein et par territoire, et ce qui manque.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.ftgraph = State(settings)
    problems.register(app)
    app.add_middleware(Guard)
    app.include_router(solutions.router())
    return app
