"""`ftgraph network …`: from several instances to one, who meets whom, what could merge, what a leaving does."""

from functools import partial
from typing import Annotated

import typer

from ftgraph.cli.answering import Asked, question
from ftgraph.cli.options import Within
from ftgraph.errors import UsageError
from ftgraph.exports.formats import NETWORK_FILES, SVG
from ftgraph.exports.network import answers, documents, graph_files
from ftgraph.exports.network.grids import say_in
from ftgraph.network import reading
from ftgraph.network.records import Network

app = typer.Typer(help="Avant et après les comités : qui rencontre qui, ce qui peut être réuni.", no_args_is_help=True)


def register(main: typer.Typer) -> None:
    """Add the command and those below it."""
    main.add_typer(app, name="network")


@question(app, "before-after")
def before_after(asked: Asked, territory: Within = "") -> bytes:
    """Combien d’instances avant et après, et combien de réunions épargnées par an."""
    return _rendered(answers.before_after, asked, territory)


@question(app)
def merge(asked: Asked, territory: Within = "") -> bytes:
    """Quelles instances pourraient être réunies, avec un score expliqué."""
    return _rendered(answers.merging, asked, territory)


@question(app)
def seats(asked: Asked, territory: Within = "") -> bytes:
    """Qui siège dans combien d’instances, avant et après, et combien de réunions cela fait."""
    return _rendered(answers.seats, asked, territory)


@question(app)
def actors(asked: Asked, territory: Within = "") -> bytes:
    """Qui relie qui : acteurs rencontrés, qui fait le pont, qui est le seul lien, quels cercles."""
    return _rendered(answers.actors, asked, territory)


@question(app)
def silos(asked: Asked, territory: Within = "") -> bytes:
    """Quels acteurs ne sont jamais dans la même salle."""
    return _rendered(answers.silos, asked, territory)


@question(app)
def without(
    asked: Asked,
    actor: Annotated[str, typer.Argument(help="Clé, nom ou partie du nom d’un acteur.")],
    territory: Within = "",
) -> bytes:
    """Un acteur : où il siège, qui il ne rencontre jamais, ce que son départ ferait."""
    return _rendered(partial(answers.one_actor, name=actor), asked, territory)


@question(app, formats=NETWORK_FILES, otherwise=SVG)
def export(
    asked: Asked,
    graph: Annotated[
        str,
        typer.Option(
            "--graph", help="sits : acteurs et instances ; meets : acteurs qui se rencontrent ; shares : instances."
        ),
    ] = graph_files.SITS,
    territory: Within = "",
) -> bytes:
    """Le réseau dessiné (SVG), ou pour un logiciel de graphes (GraphML, GEXF pour Gephi), ou ses liens (CSV)."""
    if graph not in graph_files.GRAPHS:
        raise UsageError(
            f"Il n’y a pas de graphe « {graph[:80]} ».",
            f"There is no graph “{graph[:80]}”.",
            cure=f"Choisissez {', '.join(graph_files.GRAPHS)}.",
            cure_en=f"Choose {', '.join(graph_files.GRAPHS)}.",
        )
    return answers.file(_network(asked, territory), asked.kind, graph, asked.language)


def _rendered(ask: answers.Ask, asked: Asked, territory: str) -> bytes:
    network, say = _network(asked, territory), say_in(asked.language)
    return documents.render(asked.kind, *ask(network, asked.reader.generation.number, say))


def _network(asked: Asked, territory: str) -> Network:
    whole = reading.load(asked.reader, asked.day)
    return reading.within(whole, asked.reader, asked.area(territory))
