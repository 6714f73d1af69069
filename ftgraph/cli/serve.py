"""`ftgraph serve`: the site and the API."""

from dataclasses import replace
from typing import Annotated

import typer

from ftgraph import settings


def register(main: typer.Typer) -> None:
    """Add the command, which stands at the top level."""
    main.command()(serve)


def serve(
    host: Annotated[str, typer.Option("--host", help="Adresse d’écoute ; par défaut FTGRAPH_HOST.")] = "",
    port: Annotated[
        int,
        typer.Option("--port", help="Port d’écoute ; par défaut FTGRAPH_PORT.", min=0, max=65535, show_default=False),
    ] = 0,
) -> None:
    """Servir le site et l’API, sur http://127.0.0.1:8000 sauf réglage (docs/settings.md)."""
    from ftgraph_api.app import serve as run

    given = settings.load()
    run(replace(given, host=host or given.host, port=port or given.port))
