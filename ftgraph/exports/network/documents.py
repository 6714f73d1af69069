"""The answers about the network as JSON documents, and any of them as JSON, CSV or text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import orjson

from ftgraph.exports import french_csv
from ftgraph.exports.committee.printable import printable
from ftgraph.exports.formats import CSV, TEXT, Format
from ftgraph.exports.listing import lines
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
    note = [grid.note] if grid.note and grid.rows else []
    table = lines(grid.headings, grid.rows, empty=(grid.empty, grid.empty))
    return [grid.title, "-" * len(grid.title), *note, *table, ""]
