"""The answers about the network as JSON documents, and any of them as JSON, CSV or text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import orjson

from ftgraph.exports import french_csv
from ftgraph.exports.columns import Value
from ftgraph.exports.committee.document import Table
from ftgraph.exports.committee.entries import day
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.committee.text import table_lines
from ftgraph.exports.formats import CSV, TEXT, Format
from ftgraph.exports.network.grids import Grid
from ftgraph.network.before_after import ActorSeats, BeforeAfter
from ftgraph.network.leaving import OneActor
from ftgraph.network.merging import Merging
from ftgraph.network.silos import Silos
from ftgraph.network.standing import Shape


@dataclass(frozen=True)
class BeforeAfterDocument:
    """Before and after, as JSON says them. `territory`: the IRI asked for, "" for all."""

    generation: int
    as_of: date
    territory: str
    before_after: BeforeAfter


@dataclass(frozen=True)
class MergingDocument:
    """What could merge, as JSON says it."""

    generation: int
    as_of: date
    territory: str
    merging: Merging


@dataclass(frozen=True)
class NetworkSeatsDocument:
    """Who sits in how many, as JSON says it."""

    generation: int
    as_of: date
    territory: str
    total: int
    actors: tuple[ActorSeats, ...]


@dataclass(frozen=True)
class StandingsDocument:
    """Who links whom, as JSON says it."""

    generation: int
    as_of: date
    territory: str
    before: Shape
    after: Shape


@dataclass(frozen=True)
class SilosDocument:
    """Who never meets whom, as JSON says it."""

    generation: int
    as_of: date
    territory: str
    silos: Silos


@dataclass(frozen=True)
class OneActorDocument:
    """One actor, as JSON says it."""

    generation: int
    as_of: date
    territory: str
    actor: OneActor


def render(kind: Format, document: object, grids: Sequence[Grid]) -> bytes:
    """The document as JSON; as CSV its first table that has rows; as text all its tables."""
    if kind is CSV:
        grid = next((each for each in grids if each.rows), grids[0])
        rows = ((row, [0] * len(row)) for row in printable(grid.rows))
        return b"".join(french_csv.pieces(grid.headings, rows))
    if kind is TEXT:
        return "\n".join(line for grid in grids for line in _lines(printable(grid))).encode() + b"\n"
    return orjson.dumps(printable(document))


def _lines(grid: Grid) -> list[str]:
    rows = tuple(tuple(_read(value) for value in row) for row in grid.rows)
    table = Table("", "" if rows else grid.empty, grid.headings, rows)
    note = [grid.note] if grid.note and rows else []
    return [grid.title, "-" * len(grid.title), *note, *table_lines(table), ""]


def _read(value: Value) -> str:
    return day(value) if isinstance(value, date) else "" if value is None else str(value)
