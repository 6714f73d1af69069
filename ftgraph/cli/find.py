"""`ftgraph solutions` and `ftgraph coverage`: the answers, as tables or in the format asked for."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ftgraph import datasets
from ftgraph.cli.answering import format_option, kind_of, write
from ftgraph.cli.filtering import filtered
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.options import Lang, Limit, Output, Territory
from ftgraph.cli.output import console
from ftgraph.clock import today
from ftgraph.coverage import coverage as cover
from ftgraph.coverage import default_zoning
from ftgraph.errors import UsageError
from ftgraph.exports import coverage as coverage_exports
from ftgraph.exports import solutions as solution_exports
from ftgraph.exports import table
from ftgraph.exports.formats import COVERAGE_FORMATS, SOLUTION_FORMATS, TABLE, Format
from ftgraph.solutions import Context, SolutionFilters, every_row, search


def register(main: typer.Typer) -> None:
    """Add the commands that stand at the top level."""
    main.command("solutions")(filtered(solutions))
    kept = ("barrier", "public", "fee", "mode", "service_type", "network", "source", "on")
    main.command("coverage")(filtered(coverage, *kept))


def solutions(
    filters: SolutionFilters,
    near: Annotated[
        str, typer.Option("--near", help="Commune d’où compter les distances : nom, code, code postal.")
    ] = "",
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            help="relevance (pertinence), freshness (fraîcheur), distance, quality (qualité) ou name (nom).",
        ),
    ] = "relevance",
    limit: Limit = 20,
    format_name: Annotated[str, format_option(SOLUTION_FORMATS, TABLE)] = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Quelles solutions existent pour ce frein sur ce territoire ?"""
    filters = replace(filters, near=near or None, sort=sort)
    kind = _kind(format_name, output, SOLUTION_FORMATS)
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
        write(solution_exports.pieces(kind, export), output)


def coverage(
    territory: Territory,
    filters: SolutionFilters,
    zoning: Annotated[str, typer.Option("--zoning", "-z", help="Zonage des lignes ; par défaut celui du lieu.")] = "",
    format_name: Annotated[str, format_option(COVERAGE_FORMATS, TABLE)] = "",
    output: Output = None,
    language: Lang = "fr",
) -> None:
    """Qu’est-ce qui manque, et où ? La matrice des freins et des bassins, chaque zéro avec sa raison."""
    kind = _kind(format_name, output, COVERAGE_FORMATS)
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
        write(coverage_exports.pieces(kind, matrix, filters=filters, sources=sources, language=language), output)


def _kind(name: str, output: Path | None, among: Sequence[Format]) -> Format:
    kind = kind_of(name, output, among, TABLE)
    if kind is TABLE and output is not None:
        raise UsageError(
            "Le tableau du terminal ne s’écrit pas dans un fichier.",
            "The terminal's table is not written to a file.",
            cure="Donnez un autre format, par exemple --format csv.",
            cure_en="Ask for another format, such as --format csv.",
        )
    return kind
