"""Maps of zones as SVG paths: outlines drawn once a generation, counts put on them a question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import floor, isnan, log10, sqrt
from urllib.parse import urlencode

import numpy as np
from pyroaring import BitMap

from ftgraph import queries
from ftgraph.coverage import default_zoning, totals
from ftgraph.exports.wording import count
from ftgraph.index.territories import KINDS, Territory
from ftgraph.outlines import CommunePoint, Drawing, draw, draw_known
from ftgraph.solutions import SolutionFilters
from ftgraph.sources.place_names import fold_name
from ftgraph_api.pages import places
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import FILTERS
from ftgraph_api.state import Served

MOST_IN_PAGE = 120
"""Zones of a map that a page holds itself; past it, the map is a picture with an address of its own."""
MOST_LISTED = 400
"""Zones of a map whose numbers one page lists; past it, they are listed part by part."""
MOST_DRAWN = 1500
EVERYTHING = SolutionFilters()
FILTERED = frozenset(each.name for each in FILTERS) - {"territory", "reach", "extent", "near", "sort"}
"""The filters that a map keeps: the others are relative to one territory."""
_LEVELS = (1, 3, 8)
_NEARLY_ALL = 0.9
_COARSER = ("region", "departement", "arrondissement", "epci")
_LARGE, _SMALL = 0.037, 0.021  # letters, of the map's width
_LETTER = 0.62  # a figure's width, of its height
_ROOM = 0.7  # of a zone's side, that its number may take


@dataclass(frozen=True)
class Shape:
    """A zone on the map. `level`: 0 (none) to 3, as the legend says; `written`: whether its number has room."""

    reference: str
    label: str
    count: int
    level: int
    path: str
    x: int
    y: int
    address: str
    written: bool


@dataclass(frozen=True)
class Map:
    """A map ready to draw, its zones by name. `origin`: who drew its outlines, "" where they are approximate.

    `classes`: the legend, from none on; `letters`: their height; `pairs`: what asks for this map.
    """

    width: int
    height: int
    letters: int
    shapes: Sequence[Shape]
    frames: Sequence[tuple[int, int, int, int]]
    classes: Sequence[str]
    origin: str
    zoning: str
    kind: str
    pairs: Sequence[tuple[str, str]]

    @property
    def is_large(self) -> bool:
        """Whether it is a picture of its own."""
        return len(self.shapes) > MOST_IN_PAGE

    def address(self, suffix: str = "") -> str:
        """Where the map is: as a page, as a picture (`.svg`), as a table (`.csv`)."""
        return f"/carte{suffix}?{urlencode(self.pairs, safe=':')}"


def level(number: int, least: Sequence[int] = _LEVELS) -> int:
    """The legend's class of a count: none, 1 or 2, 3 to 7, 8 and more."""
    return sum(number >= each for each in least)


def zone_map(
    question: Question,
    place: Territory,
    zoning: str,
    address: Callable[[str], str],
    filters: SolutionFilters = EVERYTHING,
) -> Map | None:
    """The map of the zones of `place`, how many solutions answer in each, and where each leads; None for one zone.

    Raises `UnknownTerritory` for an unknown zoning, `UnknownConcept` for a filter.
    """
    day = filters.as_of or question.today
    territories = question.index.territories
    if zoning == "commune" and len(territories.members(place.number)) > MOST_DRAWN:
        return None
    zones = _inside(question, zoning, place, day)
    if not 1 < len(zones) <= MOST_DRAWN:
        return None
    found = totals(question.index, zones, filters, today=question.today, stale_days=question.settings.stale_days)
    counts = {zone.reference: (zone.label, number) for zone, number in zip(zones, found, strict=True)}
    drawing, paths, origin = _drawing(question.served, zoning, tuple(counts), day)
    if not paths:
        return None
    least = _least(found)
    letters = round(drawing.width * (_LARGE if len(zones) <= MOST_IN_PAGE / 3 else _SMALL))
    shapes = [
        Shape(
            reference,
            counts[reference][0],
            counts[reference][1],
            level(counts[reference][1], least),
            paths[reference],
            *outline.label,
            address(reference),
            letters * max(1, _LETTER * len(count(counts[reference][1]))) <= _ROOM * sqrt(outline.area),
        )
        for reference, outline in sorted(drawing.outlines.items(), key=lambda pair: fold_name(counts[pair[0]][0]))
    ]
    pairs = [pair for pair in question.pairs if pair[0] in FILTERED]
    language = [("lang", "en")] if question.language == "en" else []
    asked = [("territory", place.reference), ("zoning", zoning), *pairs, *language]
    kind = places.kind_names(question, zoning)
    classes = _classes(least, english=question.language == "en")
    return Map(drawing.width, drawing.height, letters, shapes, drawing.frames, classes, origin, zoning, kind, asked)


def zonings(question: Question, place: Territory) -> list[str]:
    """What a map of `place` may be divided by: the zonings that are loaded, then the kinds of territory."""
    territories = question.index.territories
    loaded = [key for key in territories.kinds() if key not in KINDS]
    found = [
        key
        for key in (*loaded, "region", "departement", "arrondissement", "epci", "ept")
        if 1 < len(_inside(question, key, place, question.today)) <= MOST_DRAWN
    ]
    return [*found, "commune"] if 1 < len(territories.members(place.number)) <= MOST_DRAWN else found


def _inside(question: Question, zoning: str, place: Territory, day: date) -> Sequence[Territory]:
    """The zones of a zoning, or the territories of a kind, that have communes in `place`."""
    territories = question.index.territories
    if zoning == "commune":
        return [territories[number] for number in territories.members(place.number)]
    return territories.within(territories.zones(zoning, day), place)


def fitting(question: Question, place: Territory) -> str:
    """What to divide `place` by where nothing is asked: zones that cover it, few enough to stand in the page."""
    territories = question.index.territories
    preferred = default_zoning(question.index, place.reference, question.settings.zoning, question.today)
    members = territories.members(place.number)
    for key in (preferred, "arrondissement", "departement", "epci", "commune"):
        if key == "commune" and len(members) > MOST_IN_PAGE:
            continue
        zones = _inside(question, key, place, question.today)
        if 1 < len(zones) <= MOST_IN_PAGE and cover(question, place, zones):
            return key
    return preferred


def cover(question: Question, place: Territory, zones: Sequence[Territory]) -> bool:
    """Whether zones leave nothing of a territory out, but for a commune here and there."""
    territories = question.index.territories
    members = territories.members(place.number)
    covered = members & BitMap.union(BitMap(), *(territories.members(zone.number) for zone in zones))
    return len(covered) >= _NEARLY_ALL * len(members)


def parts(question: Question, place: Territory, zoning: str) -> list[Territory]:
    """The territories that a map too large to list is listed by, each with a map of its own."""
    for kind in _COARSER:
        found = _inside(question, kind, place, question.today)
        if kind != zoning and 1 < len(found) <= MOST_IN_PAGE:
            return [each for each in found if len(_inside(question, zoning, each, question.today)) > 1]
    return []


def _least(found: Sequence[int]) -> Sequence[int]:
    """The least number of each class: the usual ones, or thirds of the zones where all have many."""
    numbers = np.array(sorted(number for number in found if number))
    if not len(numbers) or np.median(numbers) < _LEVELS[-1]:
        return _LEVELS
    low, high = (_round(float(np.quantile(numbers, third))) for third in (1 / 3, 2 / 3))
    return (1, max(low, 2), max(high, low + 1, 3))


def _round(number: float) -> int:
    """To two figures, so that a legend reads well."""
    unit = int(10 ** max(floor(log10(number)) - 1, 0))
    return max(round(number / unit), 1) * unit


def _classes(least: Sequence[int], *, english: bool) -> list[str]:
    """The legend’s words, from none on."""
    if least == _LEVELS:
        few = ["1 or 2", "3 to 7"] if english else ["1 ou 2", "3 à 7"]
    else:
        to = "to" if english else "à"
        few = [
            f"{count(low)} {to} {count(high - 1)}" if low < high - 1 else count(low) for low, high in pairwise(least)
        ]
    most = f"{count(least[-1])} {'and more' if english else 'et plus'}"
    return ["None (gap)" if english else "Aucune (manque)", *few, most]


def _drawing(served: Served, zoning: str, zones: tuple[str, ...], day: date) -> tuple[Drawing, Mapping[str, str], str]:
    """The drawing, its paths by zone, and who drew its outlines: "" where they are approximate. Kept."""

    def made() -> tuple[Drawing, Mapping[str, str], str]:
        drawing, origin = _drawn(served, zones, day)
        return drawing, {name: _path(outline.rings) for name, outline in drawing.outlines.items()}, origin

    return served.kept.get(("map", zoning, zones, day), made)


def _drawn(served: Served, zones: tuple[str, ...], day: date) -> tuple[Drawing, str]:
    territories = served.index.territories
    found = {reference: territories.resolve(reference, day) for reference in zones}
    known, origin = _known(served, {place.iri: reference for reference, place in found.items()})
    if len(known) == len(zones):
        return draw_known(known), origin
    points = []
    for reference, zone in found.items():
        for commune in territories.members(zone.number):
            latitude, longitude = territories.coordinates[commune].tolist()
            if not isnan(latitude):  # the commune's place is not known
                points.append(CommunePoint(reference, latitude, longitude))
    return draw(points), ""


def _path(rings: Sequence[Sequence[tuple[int, int]]]) -> str:
    """An SVG path, each point told from the one before: half the length."""
    said = []
    for ring in rings:
        points = [point for number, point in enumerate(ring) if not number or point != ring[number - 1]]
        steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(points[:-1]))
        said.append(f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z")
    return "".join(said).replace(" -", "-")


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
