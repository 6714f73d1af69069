"""`ftgraph import …` and `ftgraph demo`: files in, a published generation out, and what changed."""

import json
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ftgraph import assets, clock, settings
from ftgraph.cli import committee_imports, observation_imports, outline_imports
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.output import console, number, parsed_date
from ftgraph.graph.store import Generation, Writer, open_store
from ftgraph.publish import ground
from ftgraph.publish.committees import CommitteeImportReport
from ftgraph.publish.generation import publish
from ftgraph.publish.imports import (
    LICENCE_OUVERTE,
    ImportReport,
    SourceImport,
    load_data_inclusion,
    load_records,
    load_zoning,
)
from ftgraph.publish.observations import ObservationImport, ObservationReport
from ftgraph.settings import Settings
from ftgraph.sources import solution_list, territories, vocabulary_labels
from ftgraph.sources.list_columns import ListMapping, read_mapping
from ftgraph.sources.solution_list import ListSource
from ftgraph.sources.territories import Territories
from ftgraph.sources.zoning import ZoningDecision, ZoningTable, read_zoning
from ftgraph.sources.zoning_report import ZoningReport

app = typer.Typer(help="Importer territoires, zonages, contours et solutions.", no_args_is_help=True)
outline_imports.register(app)
observation_imports.register(app)

Files = Annotated[list[Path], typer.Argument(help="Fichiers à importer.", exists=True, dir_okay=False)]
File = Annotated[Path, typer.Argument(help="Fichier à importer.", exists=True, dir_okay=False)]
Source = Annotated[str, typer.Option("--source", help="Clé de la source : un nouvel import remplace l’ancien.")]
Title = Annotated[str, typer.Option("--title", help="Titre de la source, montré avec ses solutions.")]
Licence = Annotated[str, typer.Option("--licence", help="Adresse de la licence.")]
Strict = Annotated[bool, typer.Option("--strict", help="Tout refuser si une ligne est fautive.")]
Rejects = Annotated[Path | None, typer.Option("--rejects", help="Fichier des lignes fautives (CSV).")]


def register(main: typer.Typer) -> None:
    """Add the commands that stand at the top level."""
    main.command()(demo)


@app.command("territories")
def import_territories() -> None:
    """Charger l’ontologie, les vocabulaires et les territoires de France."""
    given = settings.load()
    places = territories.load()
    with _progress("Territoires"):
        generation = _publish(given, "import territories", lambda writer: ground.load(writer, places, given.base))
    _say_published(generation)


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
    _say_zoning(found, report)
    with _progress(f"Zonage {key}"):
        generation = _publish(given, f"import zoning {key}", _with_ground(given, places, _zoning_step(given, zoning)))
    _say_published(generation)


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
    what = SourceImport(source, title, tuple(files), rejects or _rejects(files[0]), licence, strict=strict)
    reports: list[ImportReport] = []
    with _progress(f"Import {source}") as advance:

        def load(writer: Writer) -> None:
            reports.append(load_data_inclusion(writer, given, what, advance))

        generation = _publish(given, f"import data-inclusion {source}", _with_ground(given, None, load))
    _say_report(reports[0])
    _say_published(generation)


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
    what = SourceImport(source, title or source, (file,), rejects or _rejects(file), licence, strict=strict)
    reports: list[ImportReport] = []
    with _progress(f"Import {source}"):
        described = read_mapping(mapping) if mapping else ListMapping()
        load = _list_step(given, what, replace(described, departement=departement or described.departement), reports)
        generation = _publish(given, f"import solutions {source}", _with_ground(given, None, load))
    _say_report(reports[0])
    _say_published(generation)


def demo() -> None:
    """Charger la France, un département d’exemple, son zonage et ses solutions (illustratifs)."""
    given = settings.load()
    folder = assets.data() / "demo"
    places = territories.load()
    described = tomllib.loads((folder / "zoning.toml").read_text(encoding="utf-8"))
    zoning, _ = _read_described_zoning(folder / "zoning.csv", places, described)
    title = "Exemple illustratif – Ille-et-Vilaine"
    files = (folder / "structures.json", folder / "services.json")
    rejects = _demo_rejects(given, "demo-rejects.csv")
    example = SourceImport("exemple-35", title, files, rejects, LICENCE_OUVERTE, example=True)
    own = SourceImport(
        "exemple-liste-35",
        "Exemple illustratif – liste du département",
        (folder / "liste-departement.csv",),
        rejects.with_name("demo-list-rejects.csv"),
        LICENCE_OUVERTE,
        example=True,
    )
    reports: list[ImportReport] = []
    with _progress("Exemple"):

        def load(writer: Writer) -> None:
            ground.load(writer, places, given.base)
            load_zoning(writer, given, zoning)
            reports.append(load_data_inclusion(writer, given, example))
            _list_step(given, own, ListMapping(departement="35"), reports)(writer)

        _publish(given, "demo", load)
        # Read once the rest is published: committees sit over its zones, and its structures sit on them.
        measured: list[ObservationReport] = []
        committees, generation = _demo_committees(given, folder, measured)
    for report in reports:
        _say_report(report)
    for committee in committees:
        for line in committee_imports.lines(committee):
            console().print(line, soft_wrap=True)
    for each in measured:
        for line in observation_imports.lines(each):
            console().print(line, soft_wrap=True)
    _say_published(generation)


def _demo_committees(
    given: Settings, folder: Path, measured: list[ObservationReport]
) -> tuple[list[CommitteeImportReport], Generation]:
    described = tomllib.loads((folder / "dataset.toml").read_text(encoding="utf-8"))
    files = committee_imports.example_files(
        folder / "committees", LICENCE_OUVERTE, described["modified"], described["committees"]
    )
    described_values = (
        ("exemple-indicateurs", "Exemple illustratif – valeurs d’indicateurs inventées", "observations.csv"),
        ("exemple-observatoire", "Exemple illustratif – un observatoire inventé", "observations-observatoire.csv"),
    )
    with opened_index() as (index, _, _):
        steps = [
            observation_imports.observation_step(
                given,
                ObservationImport(
                    key,
                    title,
                    folder / name,
                    _demo_rejects(given, f"demo-{key}-rejects.csv"),
                    LICENCE_OUVERTE,
                    example=True,
                ),
                index.territories,
                measured,
            )
            for key, title, name in described_values
        ]

        def besides(writer: Writer) -> None:
            for step in steps:
                step(writer)

        return committee_imports.publish_committees(given, files, "demo committees", besides)


def _demo_rejects(given: Settings, name: str) -> Path:
    folder = Path() if given.is_remote else given.store_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def _read_described_zoning(
    file: Path, places: Territories, described: dict[str, Any]
) -> tuple[ZoningTable, ZoningReport]:
    columns = described["columns"]
    decision = described["decision"]
    return read_zoning(
        file,
        places,
        key=described["key"],
        version=described["version"],
        label=described["label"],
        valid_from=described["valid_from"],
        decision=ZoningDecision(title=decision["title"], reference=decision["reference"], decided_on=decision["date"]),
        commune_column=columns["commune"],
        zone_column=columns["code"],
        name_column=columns["label"],
    )


def _zoning_step(given: Settings, zoning: ZoningTable) -> Callable[[Writer], None]:
    return lambda writer: load_zoning(writer, given, zoning)


def _list_step(
    given: Settings, what: SourceImport, mapping: ListMapping, reports: list[ImportReport]
) -> Callable[[Writer], None]:
    def load(writer: Writer) -> None:
        source = ListSource(
            what.key,
            vocabulary_labels.read_list_labels(assets.ontology() / "vocabularies"),
            mapping,
            example=what.example,
        )
        records = solution_list.read(
            what.paths[0], source, territories=territories.load(), today=clock.today(), strict=what.strict
        )
        reports.append(load_records(writer, given, what, records))

    return load


def _with_ground(
    given: Settings, places: Territories | None, load: Callable[[Writer], None]
) -> Callable[[Writer], None]:
    """On an empty store, the territories come first: nothing can be placed without them."""
    empty = open_store(given).current() == 0

    def step(writer: Writer) -> None:
        if empty:
            ground.load(writer, places or territories.load(), given.base)
        load(writer)

    return step


def _publish(given: Settings, note: str, load: Callable[[Writer], None]) -> Generation:
    return publish(open_store(given), given, f"ftgraph {note}", load)


def _rejects(file: Path) -> Path:
    return Path(f"{file.stem}-rejets.csv")


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None]]:
    """A spinner, with the number of rows so far once they come."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, rows="")
        yield lambda rows: bar.update(task, rows=f"{number(rows)} lignes")


def _say_zoning(found: ZoningReport, file: Path | None) -> None:
    for line in found.to_lines():
        console().print(line, soft_wrap=True)
    if file is not None:
        file.write_text(json.dumps(found.to_dict(), ensure_ascii=False, indent=2), encoding="utf-8")


def _say_report(report: ImportReport) -> None:
    changes = report.changes
    out = console()
    out.print(
        f"{report.source} : {number(report.solutions)} solutions, {number(report.structures)} structures ; "
        f"{number(len(changes.added))} ajoutées, {number(len(changes.changed))} modifiées, "
        f"{number(len(changes.removed))} retirées.",
        soft_wrap=True,
    )
    if report.rejected or report.repaired:
        out.print(
            f"{number(report.rejected)} lignes refusées, {number(report.repaired)} valeurs écartées ou corrigées : "
            f"voir {report.rejects}.",
            soft_wrap=True,
        )
    if report.orphans:
        out.print(f"{number(report.orphans)} structures citées par des solutions manquent dans les fichiers.")


def _say_published(generation: Generation) -> None:
    console().print(f"Génération {generation.number} publiée : {number(generation.quads)} triplets.")
