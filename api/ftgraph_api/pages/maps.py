"""Maps of zones as SVG paths: outlines drawn once a generation, counts put on them a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isnan

from ftgraph.index.load import Index
from ftgraph.outlines import CommunePoint, Drawing, draw

_LEVELS = (1, 3, 8)
_MOST_ZONES = 120


@dataclass(frozen=True)
class Shape:
    """A zone on the map. `level`: 0 (none) to 3, as the legend says."""

    reference: str
    label: str
    count: int
    level: int
    path: str
    x: float
    y: float
    address: str


@dataclass(frozen=True)
class Map:
    """A map ready to draw."""

    width: float
    height: float
    shapes: Sequence[Shape]


def level(count: int) -> int:
    """The legend's class of a count: none, 1 or 2, 3 to 7, 8 and more."""
    return sum(count >= least for least in _LEVELS)


def zone_map(
    index: Index,
    zoning: str,
    zones: Sequence[str],
    counts: Mapping[str, tuple[str, int, str]],
    day: date,
) -> Map | None:
    """The map of `zones` (references) with, for each, its label, its count and where it leads; None for one zone."""
    if not 1 < len(zones) <= _MOST_ZONES:
        return None
    drawing = _drawing(index, zoning, tuple(zones), day)
    shapes = [
        Shape(
            reference,
            counts[reference][0],
            counts[reference][1],
            level(counts[reference][1]),
            "".join(f"M{' '.join(f'{x} {y}' for x, y in ring)}Z" for ring in outline.rings),
            *outline.label,
            counts[reference][2],
        )
        for reference, outline in drawing.outlines.items()
    ]
    return Map(drawing.width, drawing.height, shapes) if shapes else None


@lru_cache(64)
def _drawing(index: Index, zoning: str, zones: tuple[str, ...], day: date) -> Drawing:
    territories = index.territories
    points = []
    for reference in zones:
        zone = territories.resolve(reference, day)
        for commune in territories.members(zone.number):
            latitude, longitude = territories.coordinates[commune].tolist()
            if not isnan(latitude):  # the commune's place is not known
                points.append(CommunePoint(reference, latitude, longitude))
    return draw(points)
