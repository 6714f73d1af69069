"""`ftgraph --version`: what is installed, the rule sets that it checks with, and where its store is."""

from typing import Annotated

import typer

from ftgraph import __version__, settings
from ftgraph.cli.output import say


def register(main: typer.Typer) -> None:
    """Add the option, before any command."""
    main.callback()(_options)


def _options(
    _: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda wanted: _say() if wanted else None,
            is_eager=True,
            help="Version, dates des référentiels et entrepôt.",
        ),
    ] = False,
) -> None:
    """Le réseau pour l’emploi : qui le gouverne, sous quelles règles, et quelles solutions existent où."""


def _say() -> None:
    # Every command knows this option; what it shows is loaded by who asks for it.
    from ftgraph.committees import schemes
    from ftgraph.committees.file_graph import FileGraph
    from ftgraph.graph.endpoint_faults import shown
    from ftgraph.validation import engines, rulesets

    say(f"ftgraph {__version__}")
    for each in schemes.read(FileGraph(engines.loaded(rulesets.reference()))):
        period = (
            f"du {each.since:%d/%m/%Y} au {each.until:%d/%m/%Y}" if each.until else f"depuis le {each.since:%d/%m/%Y}"
        )
        say(f"Référentiel : {each.label.fr}, {period}")
    given = settings.load()
    where = f"point SPARQL {shown(given.store)}" if given.is_remote else f"dossier {given.store}"
    say(f"Entrepôt : {where}")
    raise typer.Exit
