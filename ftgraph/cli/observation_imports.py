"""`ftgraph import observations`: measured values in, small numbers withheld, a published generation out."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ftgraph.cli.opened_index import opened_index
from ftgraph.cli.options import Licence, Rejects, Strict
from ftgraph.cli.output import in_words, say, say_published
from ftgraph.clock import today
from ftgraph.errors import UsageError
from ftgraph.exports.observation_template import template
from ftgraph.exports.wording import count, counted
from ftgraph.graph.store import Writer, open_store
from ftgraph.index.territories import Territories, Territory
from ftgraph.indicators.additions import Area
from ftgraph.publish.generation import publish
from ftgraph.publish.observations import ObservationImport, ObservationReport, load_observations
from ftgraph.settings import Settings, load
from ftgraph.sources import observation_structure
from ftgraph.sources.committee_workbook.slugs import slug

_TEMPLATE = "observations-a-remplir.xlsx"


def register(imports: typer.Typer) -> None:
    """Add the command to `ftgraph import`."""
    imports.command("observations")(import_observations)


def import_observations(
    file: Annotated[
        Path | None, typer.Argument(help="Fichier de valeurs, CSV ou XLSX.", exists=True, dir_okay=False)
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Clé de la source ; par défaut, le nom du fichier.")] = "",
    title: Annotated[str, typer.Option("--title", help="Titre de la source.")] = "",
    licence: Licence = "",
    rejects: Rejects = None,
    sheet: Annotated[str, typer.Option("--sheet", help="Feuille du classeur ; par défaut, la première.")] = "",
    strict: Strict = False,
    to_fill: Annotated[
        bool, typer.Option("--template", help="Écrire un classeur à remplir, au lieu d’importer.")
    ] = False,
    output: Annotated[Path, typer.Option("--output", "-o", help="Le classeur à écrire.")] = Path(_TEMPLATE),
) -> None:
    """Importer des valeurs d’indicateurs ; les petits effectifs, et ce qui les ferait retrouver, sont masqués."""
    if to_fill:
        output.write_bytes(template(observation_structure.read()))
        say(f"Écrit : {output}")
        return
    if file is None:
        raise UsageError(
            "Donnez le fichier à importer.",
            "Give the file to import.",
            cure="Pour un classeur à remplir : ftgraph import observations --template.",
            cure_en="For a workbook to fill in: ftgraph import observations --template.",
        )
    key = source or slug(file.stem)
    into = rejects or load().rejects(key)
    what = ObservationImport(key, title or key, file, into, licence, strict=strict, sheet=sheet or None)
    reports: list[ObservationReport] = []
    with opened_index() as (index, given, _):
        step = observation_step(given, what, index.territories, reports)
        generation = publish(open_store(given), given, f"ftgraph import observations {key}", step)
    say_import(reports[0])
    say_published(generation)


def observation_step(
    given: Settings, what: ObservationImport, territories: Territories, reports: list[ObservationReport]
) -> Callable[[Writer], None]:
    """What a publication does of a file: read over the territories already published."""
    day = today()

    def areas(iri: str) -> Area | None:
        found = territories.by_iri(iri)
        return None if found is None else (found.kind, territories.members(found.number))

    def place(name: str) -> Territory:
        return territories.resolve(name, day, postal_codes=False)

    def load(writer: Writer) -> None:
        reports.append(load_observations(writer, given, what, place, areas))

    return load


def say_import(report: ObservationReport) -> None:
    """Print what an import of values did."""
    protected = report.protected
    say(
        f"{report.source} : {counted(report.shown, 'valeur publiée', 'valeurs publiées')} ; {in_words(report.changes)}."
    )
    if protected.small or protected.also or protected.unknown:
        hidden = counted(protected.small, "valeur masquée", "valeurs masquées")
        also = f"{count(protected.also)} de plus, pour qu’on ne les retrouve pas"
        say(f"Secret statistique : {hidden} (moins de {report.threshold}), {also}.")
    if protected.unknown:
        hidden = counted(protected.unknown, "taux ou délai ventilé est masqué", "taux ou délais ventilés sont masqués")
        say(f"{hidden} : la colonne « Effectif » ne dit pas sur combien le calcul porte.")
    if not report.threshold:
        say("Aucun secret statistique : FTGRAPH_SMALL_NUMBERS vaut 0.")
    if report.rejected or report.warned:
        rejected = counted(report.rejected, "ligne refusée", "lignes refusées")
        say(f"{rejected}, {count(report.warned)} à vérifier : voir {report.rejects}.")
