"""`ftgraph export --as …`: solutions in the words of a neighbour, chosen by the filters of `ftgraph solutions`."""

from typing import Annotated

import typer

from ftgraph.cli.find import (
    AsOf,
    Barrier,
    Extent,
    Fee,
    Freshness,
    Language,
    Literally,
    Mode,
    Network,
    On,
    Output,
    Public,
    Quality,
    Reach,
    ServiceType,
    Source,
    TerritoryOption,
    Text,
    UpdatedSince,
    written,
)
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.output import parsed_date
from ftgraph.clock import today
from ftgraph.exports.formats import by_name
from ftgraph.exports.neighbours import profiles
from ftgraph.exports.neighbours.profiles import NeighbourExport
from ftgraph.solutions import Context, SolutionFilters, every_row, search

As = Annotated[str, typer.Option("--as", help="hsds, data-inclusion, cpsv-ap ou schema-org.")]
FormatName = Annotated[
    str, typer.Option("--format", "-f", help="hsds : json ou zip ; cpsv-ap : turtle ou jsonld ; sinon un seul format.")
]


def register(main: typer.Typer) -> None:
    """Add the command, which stands at the top level."""
    main.command()(export)


def export(
    model: As,
    barrier: Barrier = [],  # noqa: B006 - typer copies it
    territory: TerritoryOption = "",
    public: Public = [],  # noqa: B006
    fee: Fee = [],  # noqa: B006
    mode: Mode = [],  # noqa: B006
    service_type: ServiceType = [],  # noqa: B006
    network: Network = [],  # noqa: B006
    source: Source = [],  # noqa: B006
    reach: Reach = [],  # noqa: B006
    extent: Extent = "",
    freshness: Freshness = "",
    updated_since: UpdatedSince = "",
    min_quality: Quality = None,
    text: Text = "",
    literally: Literally = False,
    on: On = "",
    as_of: AsOf = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Les solutions dans le modèle d'un voisin : Open Referral HSDS, data·inclusion, CPSV-AP, schema.org."""
    chosen = profiles.profile(model)
    wanted = format_name or (output.suffix if output is not None and output.suffix else chosen.formats[0].name)
    kind = by_name(wanted, chosen.formats)
    filters = SolutionFilters(
        barriers=tuple(barrier),
        territory=territory or None,
        publics=tuple(public),
        fees=tuple(fee),
        modes=tuple(mode),
        service_types=tuple(service_type),
        networks=tuple(network),
        sources=tuple(source),
        reach=tuple(reach),
        extent=extent or None,
        freshness=freshness or None,
        updated_since=parsed_date("--updated-since", updated_since),
        min_quality=min_quality,
        text=text,
        interpret=not literally,
        as_of=parsed_date("--on", on or as_of),
    )
    with opened_index() as (index, given, reader):
        context = Context(language, given.stale_days)
        answer = search(index, filters, today=today(), limit=0, context=context)
        rows = every_row(index, filters, today=today(), context=context)
        whole = profiles.whole_sources(filters, answer)
        written(
            profiles.pieces(chosen, kind, NeighbourExport(rows, answer.total, reader, given.base, whole, language)),
            output,
        )
