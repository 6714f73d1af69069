"""`ftgraph demo`: the country and an example in the store, all of it shipped with ftgraph."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from ftgraph import assets, settings
from ftgraph.cli import imports, observation_imports, published_committees
from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.output import say_published
from ftgraph.graph.store import Generation, Writer, open_store
from ftgraph.publish import ground
from ftgraph.publish.committee_files import ToPublish, publish_committees
from ftgraph.publish.committees import CommitteeImportReport
from ftgraph.publish.generation import publish
from ftgraph.publish.imports import (
    LICENCE_OUVERTE,
    ImportReport,
    SourceImport,
    load_data_inclusion,
    load_list,
    load_zoning,
)
from ftgraph.publish.observations import ObservationImport, ObservationReport
from ftgraph.settings import Settings
from ftgraph.sources import territories
from ftgraph.sources.committee_workbook.slugs import slug
from ftgraph.sources.list_columns import ListMapping
from ftgraph.sources.territories import Territories
from ftgraph.sources.zoning import ZoningDecision, ZoningTable, read_zoning

_ILLUSTRATIVE = "Exemple illustratif – "
_OBSERVATIONS = (
    ("exemple-indicateurs", "valeurs d’indicateurs inventées", "observations.csv"),
    ("exemple-observatoire", "un observatoire inventé", "observations-observatoire.csv"),
)


def register(main: typer.Typer) -> None:
    """Add the command, which stands at the top level."""
    main.command()(demo)


def demo() -> None:
    """Charger la France, un département d’exemple, son zonage et ses solutions (illustratifs)."""
    given = settings.load()
    folder = assets.data() / "demo"
    with imports.progress("Exemple"):
        sources = _publish_solutions(given, folder)
        # Read once the rest is published: committees sit over its zones, and its structures sit on them.
        committees, measured, generation = _publish_committees(given, folder)
    for report in sources:
        imports.say_report(report)
    for committee in committees:
        published_committees.say_import(committee)
    for values in measured:
        observation_imports.say_import(values)
    say_published(generation)


def _publish_solutions(given: Settings, folder: Path) -> list[ImportReport]:
    places = territories.load()
    zoning = _zoning(folder, places)
    reports: list[ImportReport] = []
    example = _source(given, "exemple-35", "Ille-et-Vilaine", folder / "structures.json", folder / "services.json")
    own = _source(given, "exemple-liste-35", "liste du département", folder / "liste-departement.csv")

    def load(writer: Writer) -> None:
        ground.load(writer, places, given.base)
        load_zoning(writer, given, zoning)
        reports.append(load_data_inclusion(writer, given, example))
        reports.append(load_list(writer, given, own, ListMapping(departement="35")))

    publish(open_store(given), given, "ftgraph demo", load)
    return reports


def _source(given: Settings, key: str, what: str, *files: Path) -> SourceImport:
    return SourceImport(key, _ILLUSTRATIVE + what, files, given.rejects(key), LICENCE_OUVERTE, example=True)


def _zoning(folder: Path, places: Territories) -> ZoningTable:
    described: dict[str, Any] = tomllib.loads((folder / "zoning.toml").read_text(encoding="utf-8"))
    columns, decision = described["columns"], described["decision"]
    table, _ = read_zoning(
        folder / "zoning.csv",
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
    return table


def _publish_committees(
    given: Settings, folder: Path
) -> tuple[list[CommitteeImportReport], list[ObservationReport], Generation]:
    """The example's committees, one a folder, each checked on the day that the example says, and its observations."""
    described = tomllib.loads((folder / "dataset.toml").read_text(encoding="utf-8"))
    days, otherwise = described["committees"], described["modified"]
    files = [
        ToPublish(each, slug(each.name), days.get(each.name, otherwise), LICENCE_OUVERTE, example=True)
        for each in sorted((folder / "committees").iterdir())
        if each.is_dir()
    ]
    measured: list[ObservationReport] = []
    with opened_index() as (index, _, _):
        steps: list[Callable[[Writer], None]] = []
        for key, what, name in _OBSERVATIONS:
            values = ObservationImport(
                key, _ILLUSTRATIVE + what, folder / name, given.rejects(key), LICENCE_OUVERTE, example=True
            )
            steps.append(observation_imports.observation_step(given, values, index.territories, measured))

        def observations(writer: Writer) -> None:
            for step in steps:
                step(writer)

        committees, generation = publish_committees(given, files, "demo committees", observations)
    return committees, measured, generation
