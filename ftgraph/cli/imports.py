"""`ftgraph import …`: files in, a published generation out, and what changed."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ftgraph import clock, settings
from ftgraph.cli import observation_imports, outline_imports
from ftgraph.cli.options import Licence, Rejects, Strict
from ftgraph.cli.output import console, in_words, parsed_date, say, say_published
from ftgraph.exports.wording import counted
from ftgraph.graph.store import Generation, Writer, open_store
from ftgraph.publish import ground
from ftgraph.publish.generation import publish
from ftgraph.publish.imports import (
    LICENCE_OUVERTE,
    ImportReport,
    SourceImport,
    load_data_inclusion,
    load_list,
    load_zoning,
)
from ftgraph.settings import Settings
from ftgraph.sources import territories
from ftgraph.sources.list_columns import ListMapping, read_mapping
from ftgraph.sources.territories import Territories
from ftgraph.sources.zoning import ZoningDecision, read_zoning

app = typer.Typer(help="Importer territoires, zonages, contours et solutions.", no_args_is_help=True)
outline_imports.register(app)
observation_imports.register(app)

_MANY = 20_000

Files = Annotated[list[Path], typer.Argument(help="Fichiers à importer.", exists=True, dir_okay=False)]
File = Annotated[Path, typer.Argument(help="Fichier à importer.", exists=True, dir_okay=False)]
Source = Annotated[str, typer.Option("--source", help="Clé de la source : un nouvel import remplace l’ancien.")]
Title = Annotated[str, typer.Option("--title", help="Titre de la source, montré avec ses solutions.")]


def register(main: typer.Typer) -> None:
    """Add the command and those below it."""
    main.add_typer(app, name="import")


@app.command("territories")
def import_territories() -> None:
    """Charger l’ontologie, les vocabulaires et les territoires de France."""
    given = settings.load()
    places = territories.load()
    with progress("Territoires"):
        generation = publish(
            open_store(given),
            given,
            "ftgraph import territories",
            lambda writer: ground.load(writer, places, given.base),
        )
    say_published(generation)


@app.command("zoning")
def import_zoning(
    file: File,
    key: Annotated[str, typer.Option("--key", help="Clé du zonage : clpe, bassin-ft, zone-emploi…")],
    label: Annotated[str, typer.Option("--label", help="Nom du zonage.")] = "",
    valid_from: Annotated[str, typer.Option("--valid-from", help="Début de validité, AAAA-MM-JJ.")] = "",
    valid_until: Annotated[str, typer.Option("--valid-until", help="Fin de validité, AAAA-MM-JJ.")] = "",
    version: Annotated[str, typer.Option("--version", help="Nom de la version ; par défaut, son début.")] = "",
    decision: Annotated[str, typer.Option("--decision", help="Référence de l’arrêté.")] = "",
    commune_column: Annotated[str, typer.Option("--commune-column", help="Colonne du code de commune.")] = "",
    zone_column: Annotated[str, typer.Option("--zone-column", help="Colonne du code de zone.")] = "",
    name_column: Annotated[str, typer.Option("--name-column", help="Colonne du nom de zone.")] = "",
    report: Annotated[Path | None, typer.Option("--report", help="Fichier JSON du rapport complet.")] = None,
) -> None:
    """Importer une table commune → zone (CSV ou XLSX) ; une nouvelle version n’efface pas l’ancienne."""
    given = settings.load()
    start = parsed_date("--valid-from", valid_from) or clock.today()
    places = territories.load()
    zoning, found = read_zoning(
        file,
        places,
        key=key,
        version=version or start.isoformat(),
        label=label or key,
        valid_from=start,
        valid_until=parsed_date("--valid-until", valid_until),
        decision=ZoningDecision(reference=decision) if decision else None,
        commune_column=commune_column or None,
        zone_column=zone_column or None,
        name_column=name_column or None,
    )
    if report is not None:
        report.write_text(json.dumps(found.to_dict(), ensure_ascii=False, indent=2), encoding="utf-8")
    with progress(f"Zonage {key}"):
        generation = _publish(given, f"zoning {key}", lambda writer: load_zoning(writer, given, zoning), places)
    for line in found.to_lines():  # once published: who reads the first lines only (`| head`) imports all the same
        say(line)
    say_published(generation)


@app.command("data-inclusion")
def import_data_inclusion(
    files: Files,
    source: Source = "data-inclusion",
    title: Title = "data·inclusion",
    licence: Licence = LICENCE_OUVERTE,
    rejects: Rejects = None,
    strict: Strict = False,
) -> None:
    """Importer structures et services au schéma data·inclusion v1 (JSON, JSON lines, CSV, Parquet)."""
    given = settings.load()
    what = SourceImport(source, title, tuple(files), rejects or given.rejects(source), licence, strict=strict)
    reports: list[ImportReport] = []
    with progress(f"Import {source}") as advance:

        def load(writer: Writer) -> None:
            reports.append(load_data_inclusion(writer, given, what, advance))

        generation = _publish(given, f"data-inclusion {source}", load)
    say_report(reports[0])
    say_published(generation)
    if reports[0].solutions >= _MANY and not given.is_remote:
        say("Après un tel import, « ftgraph store optimize » rend les questions SPARQL deux fois plus rapides.")


@app.command("solutions")
def import_solutions(
    file: File,
    source: Annotated[str, typer.Option("--source", help="Clé de la source, par exemple liste-cd35.")],
    title: Title = "",
    departement: Annotated[str, typer.Option("--departement", help="Code du département de la liste.")] = "",
    mapping: Annotated[Path | None, typer.Option("--mapping", help="Table TOML des colonnes et valeurs.")] = None,
    licence: Licence = "",
    rejects: Rejects = None,
    strict: Strict = False,
) -> None:
    """Importer la liste propre à un département (CSV ou XLSX, titres de colonnes en français)."""
    given = settings.load()
    what = SourceImport(source, title or source, (file,), rejects or given.rejects(source), licence, strict=strict)
    reports: list[ImportReport] = []
    with progress(f"Import {source}"):
        described = read_mapping(mapping) if mapping else ListMapping()
        described = replace(described, departement=departement or described.departement)

        def load(writer: Writer) -> None:
            reports.append(load_list(writer, given, what, described))

        generation = _publish(given, f"solutions {source}", load)
    say_report(reports[0])
    say_published(generation)


def _publish(
    given: Settings, note: str, load: Callable[[Writer], None], places: Territories | None = None
) -> Generation:
    store = open_store(given)
    return publish(store, given, f"ftgraph import {note}", ground.under(load, store, given.base, places))


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """A spinner, with the number of rows so far once they come."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, rows="")
        yield lambda rows: bar.update(task, rows=counted(rows, "ligne"))


def say_report(report: ImportReport) -> None:
    """Print what an import of solutions did."""
    read = f"{counted(report.solutions, 'solution')}, {counted(report.structures, 'structure')}"
    say(f"{report.source} : {read} ; {in_words(report.changes)}.")
    if report.rejected or report.repaired:
        rejected = counted(report.rejected, "ligne refusée", "lignes refusées")
        repaired = counted(report.repaired, "valeur écartée ou corrigée", "valeurs écartées ou corrigées")
        say(f"{rejected}, {repaired} : voir {report.rejects}.")
    if report.orphans:
        cited = counted(report.orphans, "structure citée", "structures citées")
        say(f"{cited} par des solutions, sans ligne dans les fichiers.")
