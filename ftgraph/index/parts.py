"""One source's solutions as a part of the index: rows, columns and text, made while they are read or from its graph.

A part knows nothing of other sources, of vocabularies or of where territories lie: it holds what its graph states.
Publishing again takes the parts of untouched graphs over as they are (hard links), which is what makes a small import
cheap; `build` puts the parts together.
"""

import re
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import numpy as np
import numpy.typing as npt
import orjson

from ftgraph.index.text import TextWriter
from ftgraph.index.words import fold
from ftgraph.namespaces import escaped, thing
from ftgraph.sources.solution_records import Record, SolutionRecord, StructureRecord

FOLDER = "parts"
ROWS = "rows.jsonl"
TEXT = "text"
NOWHERE = -1
Key = TypeVar("Key")
_EPOCH = date(1970, 1, 1).toordinal()
_LATE = 30_000
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_TEXTS = (
    "public_details",
    "fee_details",
    "access_conditions",
    "mobilisation_details",
    "opening_hours",
    "address",
    "postal_code",
    "unrecognised_barrier",
    "telephone",
    "email",
)
_LINKS = ("mobilisation_page", "page")
_texts_of: Callable[[SolutionRecord], tuple[str | None, ...]] = attrgetter(*_TEXTS)
_links_of: Callable[[SolutionRecord], tuple[str | None, ...]] = attrgetter(*_LINKS)
_FACETS = {
    "barriers": "barrier",
    "public": "public",
    "mode": "mode",
    "network": "network",
    "fee": "fee",
    "service-type": "service-type",
}
"""A row's field → the facet whose values it holds."""


def folder_of(parts: Path, graph: str) -> Path:
    """The folder of a graph's part, below the folder of all parts."""
    return parts / escaped(graph)


def holds_solutions(folder: Path) -> bool:
    """Whether there is a part in a folder, with a solution at least."""
    rows = folder / ROWS
    return rows.is_file() and rows.stat().st_size > 0


class PartWriter:
    """Writes a part but its text; `add` each record of the source, then `close`.

    `link` makes of a page's address the IRI that the graph holds. A solution read before its structure waits for it.
    """

    def __init__(self, folder: Path, base: str, link: Callable[[str], str]) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._solution = thing(base, "solution") + "/"
        self._structure = thing(base, "structure") + "/"
        self._places = _Places(f"{base}/id/")
        self._link = link
        self._structures: dict[str, _Structure] = {}
        self._waiting: list[SolutionRecord] = []
        self._late: deque[SolutionRecord] = deque()
        self._rows = (folder / ROWS).open("wb")
        self._text = TextWriter(folder / TEXT)
        self._ends = array("q", [0])
        self._modified, self._quality, self._points = array("i"), array("d"), array("f")
        self._ids: list[str] = []
        self._names: list[str] = []
        self._of_structures: _Codes[str] = _Codes()
        self._locations: _Codes[str] = _Codes()
        self._zone_sets: _Codes[tuple[str, ...]] = _Codes()
        self._facets: _Codes[str] = _Codes()
        self._facet_rows = array("i")
        self._numbers = {field: _Numbers(facet, self._facets) for field, facet in _FACETS.items()}
        self._source_numbers = _Numbers("source", self._facets)

    def records(self, stream: Iterable[Record]) -> Iterator[Record]:
        """The records of a stream, each added once it has passed; the first solutions late.

        Who loads a national file sorts nothing before it has the first two million triples: they go before the index.
        """
        solutions = 0
        for record in stream:
            yield record
            if isinstance(record, StructureRecord):
                self.add(record)
                continue
            solutions += 1
            self._late.append(record)
            if solutions > _LATE:
                self._catch_up(2)

    def _catch_up(self, most: int) -> None:
        for _ in range(min(most, len(self._late))):
            self.add(self._late.popleft())

    def add(self, record: Record) -> None:
        """Add a structure or a solution."""
        if isinstance(record, StructureRecord):
            self._structures[record.id] = self._described(record.id, record.name, record.networks)
        elif structure := self._structures.get(record.structure_id):
            self._write(record, structure)
        else:
            self._waiting.append(record)

    def close(self) -> None:
        """Write what waits and the columns."""
        self._catch_up(len(self._late))
        for record in self._waiting:
            structure = self._structures.get(record.structure_id)
            self._write(record, structure or self._described(record.structure_id, "", ()))
        self._rows.close()
        self._text.close()
        np.savez(
            self._folder / "columns.npz",
            ends=np.array(self._ends, dtype=np.int64),
            modified=np.array(self._modified, dtype=np.int32),
            quality=np.array(self._quality, dtype=np.float64),
            points=np.array(self._points, dtype=np.float32).reshape(-1, 2),
            structures=np.array(self._of_structures.column, dtype=np.int32),
            locations=np.array(self._locations.column, dtype=np.int32),
            zone_sets=np.array(self._zone_sets.column, dtype=np.int32),
            facets=np.array(self._facets.column, dtype=np.int32),
            facet_rows=np.array(self._facet_rows, dtype=np.int32),
        )
        stored = {
            "ids": self._ids,
            "names": self._names,
            "structures": list(self._of_structures),
            "locations": [self._places[f"commune/{code}"] if code else "" for code in self._locations],
            "zone_sets": ["\n".join([self._places[zone] for zone in zones]) for zones in self._zone_sets],
            "facets": list(self._facets),
        }
        (self._folder / "columns.json").write_bytes(orjson.dumps(stored))

    def _described(self, identifier: str, name: str, networks: tuple[str, ...]) -> "_Structure":
        return _Structure(self._structure + escaped(identifier), name, networks)

    def _write(self, record: SolutionRecord, structure: "_Structure") -> None:
        number = len(self._ids)
        row: dict[str, Any] = {
            "id": record.id,
            "iri": self._solution + escaped(record.id),
            "modified": record.modified.isoformat() if record.modified else "",
            "quality": round(record.quality, 2),
            "title": record.title,
            "description": record.description,
            "structure_iri": structure.iri,
            "structure_name": structure.name,
            "source": record.source,
        }
        self._sort_in(record, structure.networks, row, number)
        for field, value in zip(_TEXTS, _texts_of(record), strict=True):
            if value:
                row[field] = value
        for field, value in zip(_LINKS, _links_of(record), strict=True):
            if value:
                row[field] = self._link(value)
        if record.latitude is not None and record.longitude is not None:
            row["latitude"], row["longitude"] = round(record.latitude, 6), round(record.longitude, 6)
        if record.example:
            row["example"] = True
        self._ends.append(self._ends[-1] + self._rows.write(_line(row)))
        self._text.add(number, f"{record.title} {structure.name}", record.description or "")
        self._ids.append(record.id)
        self._names.append(fold(record.title))
        self._of_structures.add(structure.iri)
        self._modified.append(record.modified.toordinal() - _EPOCH if record.modified else NOWHERE)
        self._quality.append(row["quality"])
        self._points.append(row.get("latitude", np.nan))
        self._points.append(row.get("longitude", np.nan))

    def _sort_in(self, record: SolutionRecord, networks: tuple[str, ...], row: dict[str, Any], number: int) -> None:
        """The values that questions filter by: in the row and in the columns."""
        stated = {
            "barriers": record.barriers,
            "public": record.publics,
            "mode": record.modes,
            "network": networks,
            "fee": (record.fee,) if record.fee else (),
            "service-type": (record.service_type,) if record.service_type else (),
        }
        numbers: list[int] = []
        for field, values in stated.items():
            if values:
                row[field] = values
                numbers += self._numbers[field][values]
        numbers += self._source_numbers[(record.source,)]
        self._facets.column.extend(numbers)
        self._facet_rows.extend([number] * len(numbers))
        self._locations.add(record.location or "")
        self._zone_sets.add(record.zones)


@dataclass(frozen=True, slots=True)
class _Structure:
    """What rows say of a solution's structure."""

    iri: str
    name: str
    networks: tuple[str, ...]


class _Places(dict[str, str]):
    """`<kind>/<code>` → the territory's IRI, made when first asked for."""

    def __init__(self, start: str) -> None:
        super().__init__()
        self._start = start

    def __missing__(self, key: str) -> str:
        made = self[key] = self._start + quote(key)
        return made


class _Codes(dict[Key, int]):
    """A column of keys, as numbers in the order of first sight."""

    def __init__(self) -> None:
        super().__init__()
        self.column = array("i")

    def __missing__(self, key: Key) -> int:
        number = self[key] = len(self)
        return number

    def add(self, key: Key) -> None:
        """One more value."""
        self.column.append(self[key])


class _Numbers(dict[tuple[str, ...], list[int]]):
    """Values of a facet that stand together → their numbers: records repeat the same few thousand sets."""

    def __init__(self, facet: str, codes: _Codes[str]) -> None:
        super().__init__()
        self._facet = facet
        self._codes = codes

    def __missing__(self, values: tuple[str, ...]) -> list[int]:
        made = self[values] = [self._codes[f"{self._facet}:{value}"] for value in values]
        return made


def _line(row: dict[str, Any]) -> bytes:
    """The row as a line; characters that the graph does not take are replaced, as they are there."""
    try:
        line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # a lone surrogate
        line = b"\\u00"
    if b"\\" in line and (b"\\u00" in line or b"\\b" in line or b"\\f" in line):
        fitting = {key: fit(value) if isinstance(value, str) else value for key, value in row.items()}
        line = orjson.dumps(fitting, option=orjson.OPT_APPEND_NEWLINE)
    return line


def fit(text: str) -> str:
    """A text as the rows hold it."""
    return _UNFIT.sub("\ufffd", text)


@dataclass(frozen=True)
class Part:
    """A part, read. Columns are in the order of its lines; texts of `structures`, `locations`, `zone_sets` and
    `facets` by number.

    `ends`: where each line ends in its file, 0 first. `modified`: days since 1970, -1 unknown. `zone_sets`: IRIs, one a
    line, empty when none is stated. `facet_pairs`: value × line.
    """

    folder: Path
    ids: list[str]
    names: list[str]
    ends: npt.NDArray[np.int64]
    modified: npt.NDArray[np.int32]
    quality: npt.NDArray[np.float64]
    points: npt.NDArray[np.float32]
    structure_column: npt.NDArray[np.int32]
    structures: list[str]
    location_column: npt.NDArray[np.int32]
    locations: list[str]
    zone_set_column: npt.NDArray[np.int32]
    zone_sets: list[str]
    facet_pairs: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
    facets: list[str]

    @property
    def count(self) -> int:
        """Solutions in it."""
        return len(self.ids)


def read(folder: Path) -> Part:
    """The part in a folder."""
    stored = orjson.loads((folder / "columns.json").read_bytes())
    with np.load(folder / "columns.npz") as columns:
        return Part(
            folder=folder,
            ids=stored["ids"],
            names=stored["names"],
            ends=columns["ends"],
            modified=columns["modified"],
            quality=columns["quality"],
            points=columns["points"],
            structure_column=columns["structures"],
            structures=stored["structures"],
            location_column=columns["locations"],
            locations=stored["locations"],
            zone_set_column=columns["zone_sets"],
            zone_sets=stored["zone_sets"],
            facet_pairs=(columns["facets"], columns["facet_rows"]),
            facets=stored["facets"],
        )


def addressed(part: Part, base: str, wider: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each solution's IRI and its barriers with the broader ones, as `<scheme>/<notation>`; those that have any.

    Solutions of the same barriers are given the same tuple.
    """
    values, lines = part.facet_pairs
    meant = [wider.get(key.replace(":", "/"), ()) if key.startswith("barrier:") else () for key in part.facets]
    told = np.array([bool(each) for each in meant], dtype=bool)[values]
    values, lines = values[told], lines[told]
    firsts = np.flatnonzero(np.diff(lines, prepend=NOWHERE)).tolist()
    start = thing(base, "solution") + "/"
    together: dict[tuple[int, ...], tuple[str, ...]] = {}
    stated = values.tolist()
    for first, end in pairwise([*firsts, len(stated)]):
        key = tuple(stated[first:end])
        barriers = together.get(key)
        if barriers is None:
            barriers = together[key] = tuple(dict.fromkeys(each for value in key for each in meant[value]))
        yield start + escaped(part.ids[lines[first]]), barriers
