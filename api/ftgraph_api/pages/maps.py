"""Maps of zones as SVG paths: outlines drawn once a generation, counts put on them a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isnan

from ftgraph import queries
from ftgraph.outlines import CommunePoint, Drawing, draw, draw_known
from ftgraph_api.pages.question import Question
from ftgraph_api.state import Served

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
    """A map ready to draw. `origin`: who drew its outlines, "" where they are approximate."""

    width: float
    height: float
    shapes: Sequence[Shape]
    origin: str


def level(count: int) -> int:
    """The legend's class of a count: none, 1 or 2, 3 to 7, 8 and more."""
    return sum(count >= least for least in _LEVELS)


def zone_map(
    question: Question,
    zoning: str,
    zones: Sequence[str],
    counts: Mapping[str, tuple[str, int, str]],
) -> Map | None:
    """The map of `zones` (references) with, for each, its label, its count and where it leads; None for one zone."""
    if not 1 < len(zones) <= _MOST_ZONES:
        return None
    drawing, origin = _drawing(question.served, zoning, tuple(zones), question.today)
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
    return Map(drawing.width, drawing.height, shapes, origin) if shapes else None


@lru_cache(64)
def _drawing(served: Served, zoning: str, zones: tuple[str, ...], day: date) -> tuple[Drawing, str]:
    """The drawing, and who drew its outlines: "" where they are approximate."""
    territories = served.index.territories
    places = {reference: territories.resolve(reference, day) for reference in zones}
    known, origin = _known(served, {place.iri: reference for reference, place in places.items()})
    if len(known) == len(zones):
        return draw_known(known), origin
    points = []
    for reference, zone in places.items():
        for commune in territories.members(zone.number):
            latitude, longitude = territories.coordinates[commune].tolist()
            if not isnan(latitude):  # the commune's place is not known
                points.append(CommunePoint(reference, latitude, longitude))
    return draw(points), ""


def _known(served: Served, references: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The outlines that were imported, by reference, and who drew them."""
    found: dict[str, str] = {}
    origins: dict[str, None] = {}
    for territory, wkt, origin in served.reader.select(
        queries.text("territories/outlines", territory=list(references))
    ):
        assert territory is not None  # noqa: S101 - a column that is always bound
        assert wkt is not None  # noqa: S101
        found[references[territory.value]] = wkt.value
        origins[origin.value if origin is not None else ""] = None
    return found, ", ".join(filter(None, origins)) or "import"
