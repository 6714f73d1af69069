"""Build the index of a generation from its graph, with the query files of `queries/index/`.

The row numbers are given by freshness: row 0 is the solution updated last. A page sorted by freshness is then the first
rows of a bitmap, and "updated since" is a range of rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import orjson
from pyroaring import BitMap

from ftgraph import queries
from ftgraph.index import bitmaps
from ftgraph.index.text import TextWriter
from ftgraph.index.words import fold
from ftgraph.namespaces import DEF, PREFIXES, VOC

_FACETS = {
    "addressesBarrier": "",  # both schemes of barriers: the key is the scheme's name
    "public": "public",
    "fee": "fee",
    "mode": "mode",
    "serviceType": "service-type",
    "network": "network",
}
_TEXTS = {  # property → field of a row
    f"{DEF}publicDetails": "public_details",
    f"{DEF}feeDetails": "fee_details",
    f"{DEF}accessConditions": "access_conditions",
    f"{DEF}mobilisationDetails": "mobilisation_details",
    f"{DEF}openingHours": "opening_hours",
    f"{DEF}address": "address",
    f"{DEF}postalCode": "postal_code",
    f"{DEF}unrecognisedBarrier": "unrecognised_barrier",
    f"{DEF}mobilisationPage": "mobilisation_page",
    f"{PREFIXES['schema']}telephone": "telephone",
    f"{PREFIXES['schema']}email": "email",
    f"{PREFIXES['foaf']}page": "page",
}
_NOWHERE = -1


class Source(Protocol):
    """What the index is built from: a reader or a writer of the store."""

    def select(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""


def build(source: Source, folder: Path) -> int:
    """Write the index into `folder` (made here). Returns the number of solutions indexed."""
    folder.mkdir(parents=True)
    _vocabulary(source, folder)
    numbers = _territories(source, folder)
    columns = _Columns(source, numbers)
    columns.write(folder)
    return columns.count


def _vocabulary(source: Source, folder: Path) -> None:
    schemes: dict[str, list[Any]] = {}
    words: list[tuple[str, str, int, str]] = []
    for concept, scheme, notation, broader in source.select(queries.text("index/concepts")):
        name = scheme.value.removeprefix(VOC)
        row = schemes.setdefault(concept.value, [concept.value, name, notation.value, {}, []])
        if broader is not None:
            row[4].append(broader.value)
    ranks = {"prefLabel": 0, "altLabel": 1, "hiddenLabel": 2}
    for concept, kind, label in source.select(queries.text("index/concept-labels")):
        if concept.value not in schemes:
            continue
        row = schemes[concept.value]
        rank = ranks[kind.value.rpartition("#")[2]]
        if rank == 0 and label.language:
            row[3][label.language] = label.value
        if label.language in ("fr", None):
            words.append((row[1], label.value, rank, concept.value))
    (folder / "vocabulary.json").write_bytes(orjson.dumps({"concepts": list(schemes.values()), "words": words}))


def _territories(source: Source, folder: Path) -> dict[str, int]:
    """Write the territories; returns the number of each by IRI."""
    found = list(source.select(queries.text("index/territories")))
    communes = [row for row in found if row[1].value == f"{DEF}Commune"]
    others = [row for row in found if row[1].value != f"{DEF}Commune"]
    zones = {row[0].value: row[1:] for row in source.select(queries.text("index/zones"))}
    rows: list[list[Any]] = []
    for iri, kind, code, label, population, _, _ in communes + others:
        inhabitants = int(population.value) if population is not None else 0
        row = [iri.value, kind.value.removeprefix(DEF).lower(), code.value, label.value, inhabitants, "", "", ""]
        if zone := zones.get(iri.value):
            row[1], row[5] = zone[0].value, zone[2].value
            row[6], row[7] = zone[3].value, zone[4].value if zone[4] is not None else ""
        rows.append(row)
    numbers = {row[0]: number for number, row in enumerate(rows)}
    _members(source, folder, rows, numbers, len(communes))
    zonings = {
        (row[1].value, row[3].value): (
            row[1].value,
            row[2].value,
            row[3].value,
            row[4].value,
            row[5].value if row[5] is not None else "",
        )
        for row in source.select(queries.text("index/zones"))
    }
    former = {
        code.value: (label.value, rows[numbers[commune.value]][2])
        for code, label, commune in source.select(queries.text("index/former-codes"))
        if commune.value in numbers
    }
    coordinates = [
        (float(row[5].value), float(row[6].value)) if row[5] is not None else (np.nan, np.nan) for row in communes
    ]
    np.save(folder / "coordinates.npy", np.array(coordinates, dtype=np.float32).reshape(-1, 2))
    stored = {"territories": rows, "former": former, "zonings": list(zonings.values()), "communes": len(communes)}
    (folder / "territories.json").write_bytes(orjson.dumps(stored))
    return numbers


def _members(source: Source, folder: Path, rows: list[list[Any]], numbers: Mapping[str, int], communes: int) -> None:
    """Write which communes each territory has; give a population to those that have none, from their communes."""
    members: list[list[int]] = [[] for _ in range(len(rows) - communes)]
    for territory, commune in source.select(queries.text("index/contains-commune")):
        whole, part = numbers.get(territory.value), numbers.get(commune.value)
        if whole is not None and part is not None and whole >= communes:
            members[whole - communes].append(part)
    populations = np.array([row[4] for row in rows[:communes]], dtype=np.int32)
    offsets = [0]
    with (folder / "members.bin").open("wb") as out:
        for position, parts in enumerate(members):
            out.write(BitMap(parts).serialize())
            offsets.append(out.tell())
            if not rows[communes + position][4] and parts:
                rows[communes + position][4] = int(populations[parts].sum())
    np.save(folder / "members.npy", np.array(offsets, dtype=np.int64))
    np.save(folder / "populations.npy", populations)


class _Columns:
    """The solutions, one row each, as columns, bitmaps, JSON rows and text."""

    def __init__(self, source: Source, numbers: Mapping[str, int]) -> None:
        self._source = source
        self._territory_numbers = numbers
        identifiers = {s.value: i.value for s, i in source.select(queries.text("index/solutions"))}
        modified = {iri: value.value for iri, value in self._pairs(f"{PREFIXES['dct']}modified") if iri in identifiers}
        quality = {iri: float(value.value) for iri, value in self._pairs(f"{DEF}qualityScore") if iri in identifiers}
        order = sorted(identifiers.items(), key=lambda item: item[1])
        order.sort(key=lambda item: (modified.get(item[0], ""), quality.get(item[0], 0.0)), reverse=True)
        self._rows: dict[str, int] = {iri: row for row, (iri, _) in enumerate(order)}
        self.count = len(order)
        self._fields: list[dict[str, Any]] = [
            {
                "id": identifier,
                "iri": iri,
                "modified": modified.get(iri, ""),
                "quality": quality.get(iri),
            }
            for iri, identifier in order
        ]

    def _pairs(self, prop: str) -> Iterator[tuple[str, Any]]:
        for thing, value in self._source.select(queries.text("index/values", property=prop)):
            yield thing.value, value

    def _solution_pairs(self, prop: str) -> Iterator[tuple[int, Any]]:
        rows = self._rows
        for thing, value in self._pairs(prop):
            row = rows.get(thing)
            if row is not None:
                yield row, value

    def write(self, folder: Path) -> None:
        """Write every file of the solutions."""
        sets = self._facets()
        self._describe()
        locations = self._places()
        sets["unstated"] = self._zones(folder)
        sets |= self._provenance()
        bitmaps.write(folder, {key: BitMap(sorted(rows)) for key, rows in sets.items()})
        self._texts(folder)
        self._save(folder, locations)

    def _facets(self) -> dict[str, Iterable[int]]:
        sets: dict[str, list[int]] = {}
        for prop, scheme in _FACETS.items():
            for row, value in self._solution_pairs(f"{DEF}{prop}"):
                kind, _, notation = value.value.removeprefix(VOC).rpartition("/")
                sets.setdefault(f"{kind}:{notation}", []).append(row)
                if scheme:
                    self._fields[row].setdefault(scheme, []).append(notation)
        for row, value in self._solution_pairs(f"{DEF}barrier"):
            self._fields[row].setdefault("barriers", []).append(value.value.rpartition("/")[2])
        return dict(sets)

    def _describe(self) -> None:
        for prop, field in _TEXTS.items():
            for row, value in self._solution_pairs(prop):
                self._fields[row][field] = value.value
        names = {iri: value.value for iri, value in self._pairs(f"{PREFIXES['skos']}prefLabel") if "/structure/" in iri}
        for row, value in self._solution_pairs(f"{PREFIXES['cv']}hasCompetentAuthority"):
            self._fields[row]["structure_iri"] = value.value
            self._fields[row]["structure_name"] = names.get(value.value, "")

    def _places(self) -> npt.NDArray[np.int32]:
        locations = np.full(self.count, _NOWHERE, dtype=np.int32)
        for row, value in self._solution_pairs(f"{DEF}location"):
            locations[row] = self._territory_numbers.get(value.value, _NOWHERE)
        for name, prop in (("latitude", "lat"), ("longitude", "long")):
            for row, value in self._solution_pairs(f"{PREFIXES['geo']}{prop}"):
                self._fields[row][name] = float(value.value)
        return locations

    def _zones(self, folder: Path) -> BitMap:
        """Write the distinct sets of zones; returns the rows that state none."""
        stated: dict[int, list[int]] = {}
        for row, value in self._solution_pairs(f"{PREFIXES['dct']}spatial"):
            number = self._territory_numbers.get(value.value)
            if number is not None:
                stated.setdefault(row, []).append(number)
        sets: dict[tuple[int, ...], int] = {}
        zone_sets = np.full(self.count, _NOWHERE, dtype=np.int32)
        for row, zones in stated.items():
            zone_sets[row] = sets.setdefault(tuple(sorted(zones)), len(sets))
        offsets = np.zeros(len(sets) + 1, dtype=np.int64)
        np.cumsum([len(zones) for zones in sets], out=offsets[1:])
        np.save(folder / "zone_sets.npy", zone_sets)
        np.save(folder / "zone_set_offsets.npy", offsets)
        np.save(folder / "zone_set_zones.npy", np.fromiter((z for s in sets for z in s), dtype=np.int32))
        return BitMap(np.flatnonzero(zone_sets == _NOWHERE).astype(np.uint32))

    def _provenance(self) -> dict[str, Iterable[int]]:
        sets: dict[str, list[int]] = {}
        for row, value in self._solution_pairs(f"{PREFIXES['dct']}isPartOf"):
            source = value.value.rpartition("/")[2]
            self._fields[row]["source"] = source
            sets.setdefault(f"source:{source}", []).append(row)
        for row, value in self._solution_pairs(f"{DEF}example"):
            self._fields[row]["example"] = value.value == "true"
        return dict(sets)

    def _texts(self, folder: Path) -> None:
        for row, value in self._solution_pairs(f"{PREFIXES['dct']}title"):
            self._fields[row]["title"] = value.value
        for row, value in self._solution_pairs(f"{PREFIXES['dct']}description"):
            self._fields[row]["description"] = value.value
        writer = TextWriter(folder / "text")
        for row, fields in enumerate(self._fields):
            title = f"{fields.get('title', '')} {fields.get('structure_name', '')}"
            writer.add(row, title, fields.get("description", ""))
        writer.close()

    def _save(self, folder: Path, locations: npt.NDArray[np.int32]) -> None:
        fields = self._fields
        epoch = date(1970, 1, 1)
        days = [(date.fromisoformat(f["modified"]) - epoch).days if f["modified"] else _NOWHERE for f in fields]
        np.save(folder / "modified.npy", np.array(days, dtype=np.int32))
        np.save(folder / "locations.npy", locations)
        np.save(folder / "quality.npy", np.array([f["quality"] or 0.0 for f in fields], dtype=np.float32))
        points = [(f.get("latitude", np.nan), f.get("longitude", np.nan)) for f in fields]
        np.save(folder / "points.npy", np.array(points, dtype=np.float32).reshape(-1, 2))
        by_name = sorted(range(self.count), key=lambda row: (fold(fields[row].get("title", "")), fields[row]["id"]))
        name_ranks = np.empty(self.count, dtype=np.int32)
        name_ranks[by_name] = np.arange(self.count, dtype=np.int32)
        np.save(folder / "name_ranks.npy", name_ranks)
        offsets = np.zeros(self.count + 1, dtype=np.int64)
        with (folder / "rows.bin").open("wb") as out:
            for row, values in enumerate(fields):
                out.write(orjson.dumps(values))
                offsets[row + 1] = out.tell()
        np.save(folder / "rows.npy", offsets)
