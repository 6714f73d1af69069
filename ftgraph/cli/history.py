"""`ftgraph history`: since when what is said of a thing holds, and which publication changed what."""

from typing import Annotated

import typer

from ftgraph.cli.answering import Asked, question
from ftgraph.exports import history as exports
from ftgraph.history import find, history


def register(app: typer.Typer) -> None:
    """Add the command, which stands at the top level."""
    question(app, "history")(show_history)


def show_history(
    asked: Asked,
    thing: Annotated[str, typer.Argument(help="IRI, clé de comité, departement:35, zonage, bassin:EX35-04…")],
) -> bytes:
    """Depuis quand vaut ce qui est dit d’une chose, et quelle publication a changé quoi ?"""
    iri = find(asked.reader, thing, asked.settings.base, asked.day)
    found = history(asked.store, asked.reader, iri, asked.day, asked.language)
    answer = exports.HistoryDocument(asked.reader.generation.number, asked.day, found)
    return exports.history(asked.kind, answer, asked.language)
