"""Outlines of territories or zones, from a GeoJSON file: simplified together, so that neighbours still meet.

A file's polygons are read as a coverage: they share their edges. They are simplified by edge, not by polygon, and
rounded to about ten metres, the same on both sides: no gap and no overlap comes in that was not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from ftgraph.errors import SourceError

_KINDS = ("Polygon", "MultiPolygon")
_CODES = ("code", "codgeo", "codbe", "insee", "id")
_MOST_FEATURES = 40_000
_MOST_POINTS = 20_000_000
_PLACES = 4
_TOLERANCE = 0.004
"""Degrees: about four hundred metres, what a line of a map of a département shows."""


@dataclass(frozen=True)
class OutlinesFile:
    """The outlines of a file by code. `overlaps`: polygons whose edges do not meet their neighbours' in the file.

    `points_before`, `points`: how many points the file had, and how many are left.
    """

    wkt: dict[str, str]
    overlaps: int
    points_before: int
    points: int


def read(file: Path, *, max_bytes: int, code_field: str = "", tolerance: float = _TOLERANCE) -> OutlinesFile:
    """The outlines of a GeoJSON file in longitude and latitude. `tolerance`: in degrees of the simplification.

    Raises `SourceError`: not GeoJSON, no polygons, no code, a code twice, coordinates that are not degrees, too large.
    """
    features = _features(file, max_bytes)
    field = code_field or _field(features, file)
    shapes: dict[str, Any] = {}
    for number, feature in enumerate(features, 1):
        code = _code(feature, field, number, file)
        if code in shapes:
            raise SourceError(
                f"Le code « {code} » est donné deux fois dans {file.name} (objet {number}).",
                f"Code “{code}” is given twice in {file.name} (feature {number}).",
                cure="Réunissez ses parties en un MultiPolygon.",
                cure_en="Join its parts into one MultiPolygon.",
            )
        shapes[code] = _shape(feature, number, file)
    coverage = np.array(list(shapes.values()))
    before = int(shapely.get_num_coordinates(coverage).sum())
    if before > _MOST_POINTS:
        raise _refused(file, f"compte plus de {_MOST_POINTS} points", f"has more than {_MOST_POINTS} points")
    overlaps = int((~shapely.is_empty(shapely.coverage_invalid_edges(coverage))).sum())
    simpler = shapely.transform(shapely.coverage_simplify(coverage, tolerance), lambda points: points.round(_PLACES))
    told = shapely.to_wkt(simpler, rounding_precision=_PLACES)
    return OutlinesFile(
        dict(zip(shapes, told.tolist(), strict=True)),
        overlaps,
        before,
        int(shapely.get_num_coordinates(simpler).sum()),
    )


def _features(file: Path, max_bytes: int) -> Sequence[dict[str, Any]]:
    try:
        if file.stat().st_size > max_bytes:
            raise _refused(file, "dépasse la taille permise", "is larger than allowed")
        told = orjson.loads(file.read_bytes())
    except OSError as error:
        raise _refused(file, "ne peut pas être lu", "cannot be read") from error
    except ValueError as error:
        raise _refused(file, "n’est pas du JSON", "is not JSON") from error
    features = told.get("features") if isinstance(told, dict) and told.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise _refused(file, "n’est pas une FeatureCollection GeoJSON", "is not a GeoJSON FeatureCollection")
    if not 0 < len(features) <= _MOST_FEATURES:
        count = len(features)
        raise _refused(file, f"compte {count} objets (de 1 à {_MOST_FEATURES})", f"has {count} features")
    return features


def _refused(file: Path, french: str, english: str) -> SourceError:
    return SourceError(
        f"{file.name} {french}.",
        f"{file.name} {english}.",
        cure="Un GeoJSON de polygones en longitude et latitude (WGS 84) est attendu, un code par objet.",
        cure_en="A GeoJSON of polygons in longitude and latitude (WGS 84) is expected, one code a feature.",
    )


def _field(features: Sequence[dict[str, Any]], file: Path) -> str:
    properties = features[0].get("properties") or {}
    found = next((name for name in _CODES if name in properties), "")
    if not found:
        raise SourceError(
            f"Aucune propriété de {file.name} ne porte un code connu ({', '.join(_CODES)}).",
            f"No property of {file.name} holds a code.",
            cure=f"Nommez-la par --code-field ; propriétés du fichier : {', '.join(map(str, properties)) or 'aucune'}.",
            cure_en=f"Name it with --code-field; properties of the file: {', '.join(map(str, properties)) or 'none'}.",
        )
    return found


def _code(feature: dict[str, Any], field: str, number: int, file: Path) -> str:
    code = (feature.get("properties") or {}).get(field)
    if not isinstance(code, str | int) or not str(code).strip():
        raise _refused(file, f"a un objet sans code (« {field} », n° {number})", f"has no code in feature {number}")
    return str(code).strip()


def _shape(feature: dict[str, Any], number: int, file: Path) -> Any:
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in _KINDS:
        raise _refused(file, f"a un objet sans polygone (n° {number})", f"has no polygon in feature {number}")
    try:
        shape = shapely.from_geojson(orjson.dumps(geometry))
    except (shapely.GEOSException, ValueError, TypeError) as error:
        raise _refused(file, f"a un polygone illisible (n° {number})", f"has a broken polygon, {number}") from error
    if shape is None or shape.is_empty:
        raise _refused(file, f"a un polygone vide (n° {number})", f"has an empty polygon, {number}")
    left, bottom, right, top = shape.bounds
    if not (-180 <= left <= right <= 180 and -90 <= bottom <= top <= 90):
        raise _refused(file, f"n’est pas en degrés (objet n° {number})", f"is not in degrees (feature {number})")
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure")
