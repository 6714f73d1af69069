"""Outlines of zones as a map draws them: the known ones, else approximate ones from where communes are.

Approximate outlines are Voronoi cells joined by zone.
They show which zone lies beside which; they are no boundary, and whoever draws them says so (« contours approchés »).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

_KM = 111.32
_REACH_KM = 7.0
_SIMPLER_KM = 0.4
_LEAST_KM2 = 4.0
_FINENESS = 600  # points across a map: finer is not seen


@dataclass(frozen=True)
class CommunePoint:
    """Where a commune is (degrees), and the zone it belongs to."""

    zone: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Outline:
    """A zone's rings (x to the right, y downwards, in kilometres from the corner), and a place for its label."""

    rings: tuple[tuple[tuple[float, float], ...], ...]
    label: tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """Outlines that fit together, by zone, and the size of the whole in kilometres."""

    outlines: Mapping[str, Outline]
    width: float
    height: float


def draw(points: Sequence[CommunePoint]) -> Drawing:
    """The outlines of the zones of `points`; a zone without a point has none. Empty for under three points."""
    placed = {(round(each.longitude, 5), round(each.latitude, 5)): each.zone for each in points}
    if len(placed) < 3:
        return Drawing({}, 0.0, 0.0)
    middle = sum(latitude for _, latitude in placed) / len(placed)
    flat = np.array([(x * _KM * cos(radians(middle)), -y * _KM) for x, y in placed])
    zones = np.array(list(placed.values()))
    ground = shapely.union_all(shapely.buffer(shapely.points(flat), _REACH_KM, quad_segs=4)).buffer(-_REACH_KM / 2)
    # Where no commune's place is known, the ground has a hole that no map has.
    ground = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(ground))))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(flat), extend_to=ground.envelope.buffer(_REACH_KM), ordered=True)
    )
    names = sorted(set(placed.values()))
    joined = [shapely.union_all(cells[zones == name]) for name in names]
    simpler = shapely.coverage_simplify(np.array(joined), _SIMPLER_KM)
    kept = {name: shapely.intersection(shape, ground) for name, shape in zip(names, simpler, strict=True)}
    left, top, right, bottom = shapely.total_bounds(np.array(list(kept.values())))
    outlines = {name: _outline(shape, left, top) for name, shape in kept.items() if not shape.is_empty}
    return Drawing(outlines, round(right - left, 2), round(bottom - top, 2))


def draw_known(shapes: Mapping[str, str]) -> Drawing:
    """The drawing of outlines that are known, WKT in degrees by zone, simplified to what its size shows."""
    if not shapes:
        return Drawing({}, 0.0, 0.0)
    names = sorted(shapes)
    coverage = shapely.from_wkt([shapes[name] for name in names])
    _, south, _, north = shapely.total_bounds(coverage)
    across = cos(radians((south + north) / 2))
    flat = shapely.transform(coverage, lambda points: points * (_KM * across, -_KM))
    left, top, right, bottom = shapely.total_bounds(flat)
    simpler = shapely.coverage_simplify(flat, max(right - left, bottom - top) / _FINENESS)
    outlines = {
        name: _outline(shape, left, top) for name, shape in zip(names, simpler, strict=True) if not shape.is_empty
    }
    return Drawing(outlines, round(right - left, 2), round(bottom - top, 2))


def _outline(shape: shapely.Geometry, left: float, top: float) -> Outline:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    large = [part for part in parts if part.area >= _LEAST_KM2] or parts
    rings = tuple(
        tuple((round(x - left, 2), round(y - top, 2)) for x, y in ring.coords)
        for part in large
        for ring in (part.exterior, *part.interiors)
    )
    spot = shapely.point_on_surface(MultiPolygon(large))
    return Outline(rings, (round(spot.x - left, 2), round(spot.y - top, 2)))
