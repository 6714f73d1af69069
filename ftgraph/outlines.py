"""Outlines of zones as a map draws them: the known ones, else approximate ones from where communes are.

Approximate outlines are Voronoi cells joined by zone.
They show which zone lies beside which; they are no boundary, and whoever draws them says so (« contours approchés »).
What lies overseas is drawn in frames of its own below the rest, each at its own scale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

GRID = 4000
"""Points across a drawing: finer is not seen, even at its closest."""
_KM = 111.32
_MARGIN_KM = 3.5  # of land around an outermost commune
_FARTHEST_KM = 60.0
_NEIGHBOURS = 2.0  # the distance between neighbours that is land too, in those seen
_SIMPLER_KM = 0.4
_LEAST = 300.0  # squares of the grid: smaller islands are left out, unless a zone has nothing else
_FINENESS = 800  # points across a drawing that an outline is simplified to
_APART = 3.0  # degrees around a zone: what none of these reach is overseas
_FRAME, _SPACE = 0.17, 0.02  # a frame's side and the space around it, of the whole's longer side

_Shapes = Mapping[str, shapely.Geometry]


@dataclass(frozen=True)
class CommunePoint:
    """Where a commune is (degrees), and the zone it belongs to."""

    zone: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Outline:
    """A zone's rings (x to the right, y downwards, on the grid of its drawing), a place for its label, its area."""

    rings: tuple[tuple[tuple[int, int], ...], ...]
    label: tuple[int, int]
    area: float


@dataclass(frozen=True)
class Drawing:
    """Outlines that fit together, by zone, the size of the whole, and the frames (x, y, width, height) of overseas."""

    outlines: Mapping[str, Outline]
    width: int
    height: int
    frames: Sequence[tuple[int, int, int, int]] = ()


def draw(points: Sequence[CommunePoint]) -> Drawing:
    """The outlines of the zones of `points`; a zone without a point has none. Empty for under three points."""
    placed = {(round(each.longitude, 5), round(each.latitude, 5)): each.zone for each in points}
    if len(placed) < 3:
        return Drawing({}, 0, 0)
    zones, spots = np.array(list(placed.values())), np.array(list(placed))
    numbers = np.unique(zones, return_inverse=True)[1]
    centres = np.stack([np.bincount(numbers, spots[:, side]) / np.bincount(numbers) for side in (0, 1)], axis=1)
    parts = []
    for kept in _lands(centres):
        which = np.isin(numbers, kept)
        parts.append(_cells(zones[which], spots[which]))
    return _laid_out(parts)


def draw_known(shapes: Mapping[str, str]) -> Drawing:
    """The drawing of outlines that are known, WKT in degrees by zone, simplified to what its size shows."""
    if not shapes:
        return Drawing({}, 0, 0)
    names = sorted(shapes)
    coverage = shapely.from_wkt([shapes[name] for name in names])
    centres = shapely.get_coordinates(shapely.centroid(coverage))
    parts = []
    for kept in _lands(centres):
        _, south, _, north = shapely.total_bounds(coverage[kept])
        across = cos(radians((south + north) / 2))
        flat = shapely.transform(coverage[kept], lambda points, across=across: points * (_KM * across, -_KM))
        parts.append({names[number]: shape for number, shape in zip(kept, flat, strict=True)})
    return _laid_out(parts)


def _lands(centres: npt.NDArray[np.float64]) -> list[npt.NDArray[np.intp]]:
    """The numbers of the points that lie near one another, the most numerous first: what lies overseas is apart."""
    spots = shapely.points(centres)
    around = shapely.get_parts(shapely.union_all(shapely.buffer(spots, _APART, quad_segs=2)))
    found = [np.flatnonzero(shapely.intersects(each, spots)) for each in around]
    return sorted(found, key=lambda kept: (-len(kept), kept[0]))


def _cells(zones: npt.NDArray[np.str_], spots: npt.NDArray[np.float64]) -> _Shapes:
    """The Voronoi cells of points (degrees) joined by zone, in kilometres, cut to the ground around the points."""
    across = cos(radians(spots[:, 1].mean()))
    flat = spots * (_KM * across, -_KM)
    ground = _ground(flat)
    if len(flat) < 3:  # too few for cells: an island of a commune or two
        return {str(zones[0]): ground}
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(flat), extend_to=ground.envelope, ordered=True)
    )
    names = np.unique(zones)
    joined = [shapely.coverage_union_all(cells[zones == name]) for name in names]
    finest = max(_SIMPLER_KM, max(np.ptp(flat, axis=0)) / _FINENESS)
    simpler = shapely.coverage_simplify(np.array(joined), finest)
    kept = shapely.intersection(simpler, ground.simplify(finest))
    return {str(name): MultiPolygon(_polygons(shape)) for name, shape in zip(names, kept, strict=True)}


def _ground(flat: npt.NDArray[np.float64]) -> shapely.Geometry:
    """The land around points, in kilometres: it reaches further where their neighbours are further."""
    spots = shapely.points(flat)
    reach = _MARGIN_KM
    if len(flat) > 1:
        _, away = shapely.STRtree(spots).query_nearest(spots, exclusive=True, return_distance=True, all_matches=False)
        reach = min(max(2 * _MARGIN_KM, _NEIGHBOURS * float(np.quantile(away, 0.95))), _FARTHEST_KM)
    ground = shapely.union_all(shapely.buffer(spots, reach, quad_segs=4)).buffer(_MARGIN_KM - reach)
    # Where no commune's place is known, the ground has a hole that no map has.
    return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(ground))))


def _laid_out(parts: Sequence[_Shapes]) -> Drawing:
    """The first part as it is, the others in frames below it; all of it on the grid."""
    arrays = [np.array(list(part.values())) for part in parts]
    left, top, right, bottom = shapely.total_bounds(arrays[0])
    longest = max(right - left, bottom - top)
    space = _SPACE * longest
    side = min(_FRAME * longest, (right - left + space) / max(len(parts) - 1, 1) - space)
    unit = max(right - left, bottom - top + (side + space if len(parts) > 1 else 0)) / GRID
    placed = [shapely.transform(arrays[0], lambda points: (points - (left, top)) / unit)]
    frames = []
    for number, array in enumerate(arrays[1:]):
        x, y = number * (side + space), bottom - top + space
        frames.append((round(x / unit), round(y / unit), round(side / unit), round(side / unit)))
        placed.append(_framed(array, x + space / 2, y + space / 2, side - space, unit))
    height = bottom - top + (side + space if frames else 0)
    outlines = {
        name: outline
        for part, array in zip(parts, placed, strict=True)
        for name, shape in zip(part, shapely.coverage_simplify(array, GRID / _FINENESS), strict=True)
        if (outline := _outline(shape)) is not None
    }
    return Drawing(outlines, round((right - left) / unit), round(height / unit), frames)


def _framed(array: npt.NDArray[np.object_], x: float, y: float, side: float, unit: float) -> npt.NDArray[np.object_]:
    """Shapes brought to the middle of a square of `side` at `x`, `y`, on the grid."""
    left, top, right, bottom = shapely.total_bounds(array)
    scale = side / max(right - left, bottom - top)
    over = (x + (side - (right - left) * scale) / 2, y + (side - (bottom - top) * scale) / 2)
    return shapely.transform(array, lambda points: ((points - (left, top)) * scale + over) / unit)  # type: ignore[no-any-return]


def _polygons(shape: shapely.Geometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def _outline(shape: shapely.Geometry) -> Outline | None:
    parts = _polygons(shape)
    if not parts:
        return None
    large = [part for part in parts if part.area >= _LEAST] or [max(parts, key=lambda part: part.area)]
    rings = tuple(
        tuple((x, y) for x, y in np.rint(shapely.get_coordinates(ring)).astype(int).tolist())
        for part in large
        for ring in (part.exterior, *part.interiors)
    )
    spot = shapely.point_on_surface(MultiPolygon(large))
    return Outline(rings, (round(spot.x), round(spot.y)), sum(part.area for part in large))
