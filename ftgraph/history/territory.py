"""What the last publications added, changed and removed among the solutions of one territory, by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

from pyroaring import BitMap

from ftgraph import changes
from ftgraph.changes import Kind, Left
from ftgraph.index.load import Index
from ftgraph.index.territories import Territory

MOST_PUBLICATIONS = 5
MOST_NAMED = 8
_MOST_LOOKED_FOR = 20_000
_MARK = "/id/solution/"
Rows = Mapping[Kind, BitMap]


@dataclass(frozen=True)
class Named:
    """A solution. `identifier`: "" for one that is no longer there."""

    identifier: str
    title: str
    structure: str


@dataclass(frozen=True)
class Here:
    """What a publication did in a territory. `counts`: by kind; `named`: the first eight of each kind.

    `too_many`: it touched so many solutions that those added and changed were not looked for one by one.
    """

    generation: int
    published: datetime
    counts: Mapping[Kind, int]
    named: Mapping[Kind, Sequence[Named]]
    too_many: bool


@dataclass(frozen=True)
class Publication:
    """A publication’s solutions in this index: rows added and changed, and what was removed."""

    generation: int
    published: datetime
    rows: Rows
    left: Sequence[Left]
    too_many: bool


def lately(index: Index, attachments: Path, since: date) -> list[Publication]:
    """The last five publications that changed things since a day, newest first. Reads lists of changes: keep it."""
    found: list[Publication] = []
    for each in changes.publications(attachments):
        if each.published.date() < since or len(found) == MOST_PUBLICATIONS:
            break
        counts = each.sources.values()
        if not any(count.total for count in counts):
            continue
        too_many = sum(count.added + count.changed for count in counts) > _MOST_LOOKED_FOR
        told = () if too_many else changes.every(attachments, each.generation)
        left = changes.left(attachments, each.generation) if any(count.removed for count in counts) else ()
        found.append(Publication(each.generation, each.published, _rows(index, told), tuple(left), too_many))
    return found


def _rows(index: Index, told: Iterable[changes.Change]) -> Rows:
    rows: dict[Kind, BitMap] = {"added": BitMap(), "changed": BitMap()}
    for change in told:
        if change.kind not in rows or _MARK not in change.iri:
            continue
        row = index.of_identifier(unquote(change.iri.partition(_MARK)[2]))
        if row is not None:  # a later publication may have removed it
            rows[change.kind].add(row)
    return rows


def in_territory(index: Index, place: Territory, publications: Sequence[Publication]) -> list[Here]:
    """What these publications did among the solutions that answer in a territory; those that did nothing left out."""
    here = index.view(place.number).rows
    communes = index.territories.members(place.number)
    found = []
    for each in publications:
        kept = {kind: rows & here for kind, rows in each.rows.items()}
        gone = [left for left in each.left if _answered(index, left, communes)]
        counts: dict[Kind, int] = {kind: len(rows) for kind, rows in kept.items()} | {"removed": len(gone)}
        named: dict[Kind, Sequence[Named]] = {
            kind: [_named(index, row) for row in rows[:MOST_NAMED]] for kind, rows in kept.items()
        }
        named["removed"] = [Named("", left.title, left.structure) for left in gone[:MOST_NAMED]]
        if any(counts.values()) or each.too_many:
            found.append(Here(each.generation, each.published, counts, named, each.too_many))
    return found


def _named(index: Index, row: int) -> Named:
    stored = index.row(row)
    return Named(stored["id"], stored.get("title", ""), stored.get("structure_name", ""))


def _answered(index: Index, left: Left, communes: BitMap) -> bool:
    """Whether a removed solution answered in these communes: a territory that is no longer known is none."""
    places = (index.territories.by_iri(iri) for iri in left.territories)
    return any(place and not communes.isdisjoint(index.territories.members(place.number)) for place in places)
