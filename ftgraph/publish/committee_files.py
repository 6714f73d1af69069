"""Files of committees to one generation: read, checked under both rule sets, published whatever that concludes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ftgraph.committees.desk import Desk, desk_of
from ftgraph.committees.read_together import together
from ftgraph.graph.store import Generation, Writer, open_store
from ftgraph.publish import ground
from ftgraph.publish.committees import CommitteeImport, CommitteeImportReport, checked_key, load_committees
from ftgraph.publish.generation import publish
from ftgraph.settings import Settings
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

    def load(writer: Writer) -> None:
        reports.extend(load_committees(writer, given, each) for each in imports)
        if besides is not None:
            besides(writer)

    generation = publish(store, given, f"ftgraph {note}", ground.under(load, store, given.base))
    return reports, generation


def _read(desk: Desk, given: ToPublish) -> HandedIn:
    # Things are named after the key, not the file: « comite.xlsx » of two départements must not become one committee.
    suffix = "" if given.path.is_dir() else given.path.suffix
    return replace(desk.read(given.path, f"{given.key}{suffix}"), name=given.path.name)


def _checked(desk: Desk, given: ToPublish) -> CommitteeImport:
    handed_in = _read(desk, given)
    report = desk.check(handed_in, on=given.on, rule_set="both")
    return CommitteeImport(given.key, given.path, handed_in, report, given.license, given.example)
