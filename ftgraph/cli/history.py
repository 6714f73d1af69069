"""`ftgraph history`: since when what is said of a thing holds, and which publication changed what."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ftgraph import settings
from ftgraph.cli.output import console, parsed_date
from ftgraph.clock import today
from ftgraph.exports import history as exports
from ftgraph.exports.formats import COMMITTEE_FORMATS, TEXT, by_name
from ftgraph.graph.store import open_store
from ftgraph.history import find, history
from ftgraph.wording import Language


def register(app: typer.Typer) -> None:
    """Add the command, which stands at the top level."""
    app.command("history")(show_history)


def show_history(
    thing: Annotated[str, typer.Argument(help="IRI, clé de comité, departement:35, zonage, bassin:EX35-04…")],
    on: Annotated[str, typer.Option("--on", help="Jour d’où l’on regarde, AAAA-MM-JJ ; par défaut aujourd’hui.")] = "",
    format_name: Annotated[str, typer.Option("--format", "-f", help="text, json ou csv.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Fichier à écrire ; son suffixe donne le format.")
    ] = None,
    language: Annotated[str, typer.Option("--lang", help="Langue des titres : fr ou en.")] = "fr",
) -> None:
    """Depuis quand vaut ce qui est dit d’une chose, et quelle publication a changé quoi ?"""
    kind = TEXT
    if format_name or (output is not None and output.suffix):
        kind = by_name(format_name or (output.suffix if output is not None else ""), COMMITTEE_FORMATS)
    day = parsed_date("--on", on) or today()
    said: Language = "en" if language == "en" else "fr"
    given = settings.load()
    store = open_store(given)
    with store.reader() as reader:
        iri = find(reader, thing, given.base, day)
        found = history(store, reader, iri, day, said)
        body = exports.history(kind, exports.HistoryDocument(reader.generation.number, day, found), said)
    if output is None:
        sys.stdout.buffer.write(body)
        return
    output.write_bytes(body)
    console(stderr=True).print(f"Écrit : {output}")
