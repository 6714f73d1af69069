"""GeoJSON (RFC 7946): one feature a solution, at its place; no place known, no geometry."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from ftgraph.exports.text import phone, plain
from ftgraph.exports.wording import EXTENT, FRESHNESS, REACH, word
from ftgraph.solutions import Answer, SolutionRow

_ROWS_A_PIECE = 500
_PLACES = 6


def pieces(answer: Answer, rows: Iterable[SolutionRow], language: str = "fr") -> Iterator[bytes]:
    """The feature collection in pieces. The total, the day and the generation stand beside the features."""
    head = {
        "type": "FeatureCollection",
        "generation": answer.generation,
        "as_of": answer.as_of,
        "territory": answer.territory,
        "total": answer.total,
    }
    yield orjson.dumps(head)[:-1] + b',"features":['
    separator = b""
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(feature(row, language))
        if len(batch) == _ROWS_A_PIECE:
            yield separator + orjson.dumps(batch)[1:-1]
            separator, batch = b",", []
    if batch:
        yield separator + orjson.dumps(batch)[1:-1]
    yield b"]}"


def feature(row: SolutionRow, language: str = "fr") -> dict[str, Any]:
    """One solution: `id` its IRI, `properties` flat, in words a map can show; what is unknown is left out."""
    properties = {
        "identifier": row.id,
        "title": plain(row.title),
        "description": plain(row.description),
        "structure": plain(row.structure.label),
        "barriers": [each.label for each in row.barriers],
        "publics": [each.label for each in row.publics],
        "fee": row.fee.label if row.fee else "",
        "modes": [each.label for each in row.modes],
        "service_type": row.service_type.label if row.service_type else "",
        "zones": [each.label for each in row.zones],
        "reach": word(REACH, row.reach, language),
        "extent": word(EXTENT, row.coverage.extent if row.coverage else None, language),
        "distance_km": row.distance_km,
        "address": " ".join(part for part in (plain(row.address), row.postal_code, _commune(row)) if part),
        "telephone": phone(row.telephone),
        "email": plain(row.email),
        "page": row.page,
        "modified": row.modified,
        "freshness": word(FRESHNESS, row.freshness, language),
        "source": row.source,
        "example": row.example,
    }
    kept = {name: value for name, value in properties.items() if value not in ("", None)}
    return {"type": "Feature", "id": row.iri, "geometry": _point(row), "properties": kept}


def _commune(row: SolutionRow) -> str:
    return row.commune.label if row.commune else ""


def _point(row: SolutionRow) -> dict[str, Any] | None:
    longitude, latitude = row.longitude, row.latitude
    if longitude is None or latitude is None or not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        return None
    return {"type": "Point", "coordinates": [round(longitude, _PLACES), round(latitude, _PLACES)]}
