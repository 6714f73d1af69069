"""`ftgraph committee import`: a committee's file in, checked under both rule sets, published whatever it concludes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ftgraph.cli.desk import desk_of
from ftgraph.cli.output import number
from ftgraph.committees.desk import Desk
from ftgraph.committees.read_together import together
from ftgraph.exports.committee.words import CONFORMITY
from ftgraph.graph.store import Generation, Writer, open_store
from ftgraph.publish import ground
from ftgraph.publish.committees import (
    CommitteeImport,
    CommitteeImportReport,
    checked_key,
    load_committees,
)
from ftgraph.publish.generation import publish
from ftgraph.settings import Settings
from ftgraph.sources import territories
from ftgraph.sources.committee_workbook.slugs import slug
from ftgraph.sources.handed_in import HandedIn


@dataclass(frozen=True)
class ToPublish:
    """A file to publish under `key`, checked as of the day `on`."""

    path: Path
    key: str
    on: date
    license: str = ""
    example: bool = False


def key_of(path: Path, source: str) -> str:
    """The source's key: the one given, else one made from the file's name. Raises `UsageError`."""
    return checked_key(source or slug(path.stem))


def publish_committees(
    given: Settings, files: Sequence[ToPublish], note: str, besides: Callable[[Writer], None] | None = None
) -> tuple[list[CommitteeImportReport], Generation]:
    """Read, check and publish files as one generation, and what `besides` loads: all of it or nothing.

    Raises `SourceError`, `UsageError`.
    """
    store = open_store(given)
    with desk_of(given) as desk:
        if len(files) > 1:
            desk = together(desk, [_read(desk, each) for each in files])  # noqa: PLW2901  # the same, knowing more
        imports = [_checked(desk, each) for each in files]
    reports: list[CommitteeImportReport] = []
    empty = store.current() == 0

    def load(writer: Writer) -> None:
        if empty:
            ground.load(writer, territories.load(), given.base)
        reports.extend(load_committees(writer, given, each) for each in imports)
        if besides is not None:
            besides(writer)

    generation = publish(store, given, f"ftgraph {note}", load)
    return reports, generation


def example_files(folder: Path, license_: str, on: date, days: Mapping[str, date]) -> list[ToPublish]:
    """The example's committees, one a folder; `days`: on which day each is checked, `on` for the others."""
    return [
        ToPublish(each, slug(each.name), days.get(each.name, on), license_, example=True)
        for each in sorted(folder.iterdir())
        if each.is_dir()
    ]


def lines(report: CommitteeImportReport) -> Iterable[str]:
    """What was published, in words."""
    changes = report.changes
    for committee in report.committees:
        yield f"{committee.label} – {committee.rule_set_label.fr} : {CONFORMITY[committee.conformity][0].lower()}."
    yield (
        f"{report.key} : {number(len(changes.added))} choses ajoutées, {number(len(changes.changed))} modifiées, "
        f"{number(len(changes.removed))} retirées."
    )
    if report.left_out:
        yield (
            f"{number(report.left_out)} choses du fichier (solutions, jeux de données, vérifications) ne sont pas "
            "publiées : elles ont leur propre import."
        )


def _read(desk: Desk, given: ToPublish) -> HandedIn:
    # Things are named after the key, not the file: « comite.xlsx » of two départements must not become one committee.
    suffix = "" if given.path.is_dir() else given.path.suffix
    return replace(desk.read(given.path, f"{given.key}{suffix}"), name=given.path.name)


def _checked(desk: Desk, given: ToPublish) -> CommitteeImport:
    handed_in = _read(desk, given)
    report = desk.check(handed_in, on=given.on, rule_set="both")
    return CommitteeImport(given.key, given.path, handed_in, report, given.license, given.example)
