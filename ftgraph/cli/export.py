"""`ftgraph export --as …`: solutions in the words of a neighbour, chosen by the filters of `ftgraph solutions`."""

from typing import Annotated

import typer

from ftgraph.cli.answering import kind_of, write
from ftgraph.cli.filtering import filtered
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.options import Lang, Output
from ftgraph.clock import today
from ftgraph.exports.neighbours import profiles
from ftgraph.exports.neighbours.profiles import NeighbourExport
from ftgraph.solutions import Context, SolutionFilters, every_row, search


def register(main: typer.Typer) -> None:
    """Add the command, which stands at the top level."""
    main.command("export")(filtered(export))


def export(
    model: Annotated[str, typer.Option("--as", help="hsds, data-inclusion, cpsv-ap ou schema-org.")],
    filters: SolutionFilters,
    format_name: Annotated[
        str,
        typer.Option("--format", "-f", help="hsds : json ou zip ; cpsv-ap : turtle ou jsonld ; sinon un seul format."),
    ] = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Les solutions dans le modèle d’un voisin : Open Referral HSDS, data·inclusion, CPSV-AP, schema.org."""
    chosen = profiles.profile(model)
    kind = kind_of(format_name, output, chosen.formats, chosen.formats[0])
    with opened_index() as (index, given, reader):
        context = Context(language, given.stale_days)
        answer = search(index, filters, today=today(), limit=0, context=context)
        rows = every_row(index, filters, today=today(), context=context)
        whole = profiles.whole_sources(filters, answer)
        made = NeighbourExport(rows, answer.total, reader, given.base, whole, language)
        write(profiles.pieces(chosen, kind, made), output)
