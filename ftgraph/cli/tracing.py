"""`ftgraph trace`: what carries each fact of the 2023 document."""

import sys
from typing import Annotated

import typer

from ftgraph import tracing
from ftgraph.cli.output import console
from ftgraph.exports import tracing as exports
from ftgraph.exports.formats import CSV, JSON, TABLE, by_name
from ftgraph.wording import Language


def register(main: typer.Typer) -> None:
    """Add the command, which stands at the top level."""
    main.command()(trace)


def trace(
    fact: Annotated[str, typer.Option("--fact", help="Un seul fait : P8.17.")] = "",
    format_name: Annotated[str, typer.Option("--format", "-f", help="table, json ou csv.")] = TABLE.name,
    language: Annotated[str, typer.Option("--lang", help="Langue des libellés : fr ou en.")] = "fr",
) -> None:
    """Qu’est-ce qui porte chaque fait du document de 2023 ? Code de sortie 1 si un fait n’est porté par rien."""
    from ftgraph_api.pages import declared

    kind = by_name(format_name, (JSON, CSV, TABLE))
    said: Language = "en" if language == "en" else "fr"
    facts = tracing.trace(declared.pages())
    if fact:
        facts = (tracing.one(facts, fact),)
    if kind is TABLE:
        console().print(exports.detail(facts[0], said) if fact else exports.overview(facts, said))
    else:
        for piece in exports.pieces(kind, facts, said):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    console(stderr=True).print(exports.conclusion(facts, said), soft_wrap=True)
    if tracing.uncarried(facts):
        raise typer.Exit(1)
