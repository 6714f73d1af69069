"""`ftgraph trace`: what carries each fact of the 2023 document."""

from typing import Annotated

import typer

from ftgraph import tracing
from ftgraph.cli.answering import format_option, kind_of, write
from ftgraph.cli.options import Lang
from ftgraph.cli.output import console
from ftgraph.exports import tracing as exports
from ftgraph.exports.formats import TABLE
from ftgraph.wording import language_named


def register(main: typer.Typer) -> None:
    """Add the command, which stands at the top level."""
    main.command()(trace)


def trace(
    fact: Annotated[str, typer.Option("--fact", help="Un seul fait : P8.17.")] = "",
    format_name: Annotated[str, format_option(exports.FORMATS, TABLE)] = "",
    language: Lang = "fr",
) -> None:
    """Qu’est-ce qui porte chaque fait du document de 2023 ? Code de sortie 1 si un fait n’est porté par rien."""
    from ftgraph_api.pages import declared

    kind = kind_of(format_name, None, exports.FORMATS, TABLE)
    said = language_named(language)
    facts = tracing.trace(declared.pages())
    if fact:
        facts = (tracing.one(facts, fact),)
    if kind is TABLE:
        console().print(exports.detail(facts[0], said) if fact else exports.overview(facts, said))
    else:
        write(exports.pieces(kind, facts, said), None)
    console(stderr=True).print(exports.conclusion(facts, said), soft_wrap=True)
    if tracing.uncarried(facts):
        raise typer.Exit(1)
