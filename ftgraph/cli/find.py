"""`ftgraph solutions` and `ftgraph coverage`: the answers, as tables or in the format asked for; `ftgraph serve`."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ftgraph import datasets, settings
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.output import console, parsed_date
from ftgraph.clock import today
from ftgraph.coverage import coverage as cover
from ftgraph.coverage import default_zoning
from ftgraph.errors import UsageError
from ftgraph.exports import coverage as coverage_exports
from ftgraph.exports import solutions as solution_exports
from ftgraph.exports import table
from ftgraph.exports.formats import COVERAGE_FORMATS, SOLUTION_FORMATS, TABLE, Format, by_name
from ftgraph.solutions import Context, SolutionFilters, every_row, search

Many = list[str]
Barrier = Annotated[Many, typer.Option("--barrier", "-b", help="Frein (code, nom) ; plus fins compris ; répétable.")]
TerritoryOption = Annotated[
    str, typer.Option("--territory", "-t", help="Territoire : clpe:CLPE35002, epci:…, departement:35, commune:…, nom.")
]
Public = Annotated[Many, typer.Option("--public", help="Public ; « tous publics » compte toujours ; répétable.")]
Fee = Annotated[Many, typer.Option("--fee", help="gratuit ou payant.")]
Mode = Annotated[Many, typer.Option("--mode", help="en-presentiel ou a-distance.")]
ServiceType = Annotated[Many, typer.Option("--type", help="Type de service : atelier, formation, aide-financiere…")]
Network = Annotated[Many, typer.Option("--network", help="Réseau porteur : mission-locale, ccas-cias…")]
Source = Annotated[Many, typer.Option("--source", help="Source des données.")]
Reach = Annotated[Many, typer.Option("--reach", help="on-site, remote, wider-zone ou unstated.")]
Extent = Annotated[str, typer.Option("--extent", help="all : couvre tout le territoire ; part : une partie.")]
Freshness = Annotated[str, typer.Option("--freshness", help="up-to-date ou to-check.")]
UpdatedSince = Annotated[str, typer.Option("--updated-since", help="Mises à jour depuis ce jour, AAAA-MM-JJ.")]
Quality = Annotated[float | None, typer.Option("--min-quality", help="Score de qualité minimal, de 0 à 1.")]
Text = Annotated[str, typer.Option("--text", "-q", help="Besoin en mots courants : « pas le permis ».")]
Literally = Annotated[bool, typer.Option("--literally", help="Chercher les mots tels quels, sans en déduire un frein.")]
On = Annotated[str, typer.Option("--on", help="Date de la question, AAAA-MM-JJ ; par défaut aujourd'hui.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Ancien nom de --on.", hidden=True)]
Near = Annotated[str, typer.Option("--near", help="Commune d'où compter les distances.")]
Sort = Annotated[str, typer.Option("--sort", help="relevance, freshness, distance, quality ou name.")]
Limit = Annotated[int, typer.Option("--limit", "-n", help="Lignes du tableau affiché.", min=0, max=1000)]
FormatName = Annotated[str, typer.Option("--format", "-f", help="table, json, csv, xlsx, geojson, turtle, jsonld.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Fichier à écrire ; son suffixe donne le format.")]
Language = Annotated[str, typer.Option("--lang", help="Langue des libellés : fr ou en.")]


def register(main: typer.Typer) -> None:
    """Add the commands that stand at the top level."""
    main.command()(solutions)
    main.command()(coverage)
    main.command()(serve)


def solutions(
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
    near: Near = "",
    sort: Sort = "relevance",
    limit: Limit = 20,
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Quelles solutions existent pour ce frein sur ce territoire ?"""
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
        near=near or None,
        sort=sort,
    )
    kind = _kind(format_name, output, (*SOLUTION_FORMATS, TABLE))
    with opened_index() as (index, given, reader):
        context = Context(language, given.stale_days)
        shown = limit if kind is TABLE else 0
        answer = search(index, filters, today=today(), limit=shown, context=context)
        if kind is TABLE:
            console().print(table.solutions(answer, filters, language))
            return
        rows = every_row(index, filters, today=today(), context=context)
        sources = datasets.of_answer(datasets.loaded(reader), answer, filters)
        export = solution_exports.SolutionExport(answer, rows, filters, sources, base=given.base, language=language)
        written(solution_exports.pieces(kind, export), output)


def coverage(
    territory: TerritoryOption,
    zoning: Annotated[str, typer.Option("--zoning", "-z", help="Zonage des lignes ; par défaut celui du lieu.")] = "",
    barrier: Barrier = [],  # noqa: B006
    public: Public = [],  # noqa: B006
    fee: Fee = [],  # noqa: B006
    mode: Mode = [],  # noqa: B006
    service_type: ServiceType = [],  # noqa: B006
    network: Network = [],  # noqa: B006
    source: Source = [],  # noqa: B006
    on: On = "",
    as_of: AsOf = "",
    format_name: FormatName = "",
    output: Output = None,
    language: Language = "fr",
) -> None:
    """Qu'est-ce qui manque, et où ? La matrice des freins et des bassins, chaque zéro avec sa raison."""
    filters = SolutionFilters(
        barriers=tuple(barrier),
        publics=tuple(public),
        fees=tuple(fee),
        modes=tuple(mode),
        service_types=tuple(service_type),
        networks=tuple(network),
        sources=tuple(source),
        as_of=parsed_date("--on", on or as_of),
    )
    kind = _kind(format_name, output, (*COVERAGE_FORMATS, TABLE))
    with opened_index() as (index, given, reader):
        day = filters.as_of or today()
        matrix = cover(
            index,
            territory=territory,
            zoning=zoning or default_zoning(index, territory, given.zoning, day),
            today=day,
            filters=filters,
            language=language,
            stale_days=given.stale_days,
        )
        if kind is TABLE:
            console().print(table.coverage(matrix, language))
            return
        sources = datasets.of_question(datasets.loaded(reader), filters)
        written(coverage_exports.pieces(kind, matrix, filters=filters, sources=sources, language=language), output)


def serve(
    host: Annotated[str, typer.Option("--host", help="Adresse d'écoute.")] = "",
    port: Annotated[int, typer.Option("--port", help="Port d'écoute.", min=0, max=65535)] = 0,
) -> None:
    """Servir l'API sur http://127.0.0.1:8000 (réglages : docs/settings.md)."""
    from ftgraph_api.app import serve as run

    given = settings.load()
    run(replace(given, host=host or given.host, port=port or given.port))


def _kind(name: str, output: Path | None, among: tuple[Format, ...]) -> Format:
    """The format asked for: by option, else by the file's suffix, else a table."""
    wanted = name or (output.suffix if output is not None else TABLE.name)
    kind = by_name(wanted, among)
    if kind is TABLE and output is not None:
        raise UsageError(
            "Le tableau du terminal ne s’écrit pas dans un fichier.",
            "The terminal's table is not written to a file.",
            cure="Donnez un autre format, par exemple --format csv.",
            cure_en="Ask for another format, such as --format csv.",
        )
    return kind


def written(pieces: Iterable[bytes], output: Path | None) -> None:
    """Write a file's pieces to `output`, to the terminal where there is none."""
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    with output.open("wb") as out:
        for piece in pieces:
            out.write(piece)
    console(stderr=True).print(f"Écrit : {output}")
