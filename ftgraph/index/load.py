"""The index of one generation, opened: files mapped, views of territories kept once computed."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from pyroaring import BitMap

from ftgraph.index import bitmaps, parts, ragged, zones
from ftgraph.index.bitmaps import Bitmaps, Blob
from ftgraph.index.ragged import Ints
from ftgraph.index.stated import MEETS, StatedZones
from ftgraph.index.territories import Territories, Territory
from ftgraph.index.text import TextIndex
from ftgraph.index.vocabulary import Vocabulary

REACHES = ("on-site", "remote", "wider-zone", "unstated")
FOLDER = "index"
"""Where a generation keeps its index, below its attachments."""
FORM = "5"
"""The form of the index's files, written beside them: one more when they change."""
_KEPT_VIEWS = 512
_KEPT_MEETINGS = 16
_KEPT_SHARES = 50_000
_KEPT_DAYS = 64
_KEPT_COUNTS = 8_192
_EPOCH = date(1970, 1, 1)


def usable(folder: Path) -> bool:
    """Whether a folder holds an index in the form that this version reads."""
    form = folder / "form"
    return form.is_file() and form.read_text() == FORM


@dataclass(frozen=True)
class View:
    """What a territory is served by, as sets of rows.

    `reach`: the rows by reach (disjoint, in the order of `REACHES`); `full`: those whose zone covers all of its
    communes; `rows`: all of them. A solution without a stated zone belongs only where it takes place, as unstated.
    """

    territory: Territory
    communes: BitMap
    population: int
    rows: BitMap
    reach: dict[str, BitMap]
    full: BitMap


@dataclass(frozen=True)
class FacetGroup:
    """A facet's values, in order; beside each its number among all facets' values and its rows."""

    values: list[str]
    codes: npt.NDArray[np.int64]
    bitmaps: list[BitMap]

    def counts(self, rows: BitMap) -> Ints:
        """How many of `rows` have each value."""
        return np.array([bitmap.intersection_cardinality(rows) for bitmap in self.bitmaps], dtype=np.int64)


@dataclass(frozen=True)
class Hits:
    """Rows that a text was found in, in no order, beside how well each answers."""

    rows: npt.NDArray[np.int32]
    scores: npt.NDArray[np.float32]

    def best(self, among: BitMap) -> list[int]:
        """The rows that are `among` some, best first, the fresher of two as good."""
        kept = np.isin(self.rows, np.array(among.to_array(), dtype=np.int64))
        rows = self.rows[kept]
        ordered: list[int] = rows[np.lexsort((rows, -self.scores[kept]))].tolist()
        return ordered


class Index:
    """One generation's index. Safe to use from several threads: nothing in it changes but caches."""

    def __init__(self, folder: Path, generation: int) -> None:
        self.generation = generation
        self.bitmaps = Bitmaps(folder)
        self.vocabulary = Vocabulary(orjson.loads((folder / "vocabulary.json").read_bytes()))
        self.territories = self._open_territories(folder)
        self.modified = _array(folder, "modified")
        self.locations = _array(folder, "locations")
        self.quality = _array(folder, "quality")
        self.points = _array(folder, "points")
        self.name_ranks = _array(folder, "name_ranks")
        self.zone_sets = _array(folder, "zone_sets")
        self.count = len(self.modified)
        self.all_rows = BitMap(range(self.count))
        zones_of_sets = _array(folder, "zone_set_offsets"), _array(folder, "zone_set_zones")
        self.stated = StatedZones(self.territories, *zones_of_sets)
        self._row_places = _array(folder, "rows")
        self._row_of = _array(folder, "row_of")
        self._by_identifier = _array(folder, "by_identifier")
        self._by_structure = _array(folder, "by_structure")
        stored: list[tuple[str, int]] = orjson.loads((folder / "parts.json").read_bytes())
        places = [folder / parts.FOLDER / name for name, _ in stored]
        self._rows = [Blob(place / parts.ROWS) for place in places]
        self._texts = [TextIndex(place / parts.TEXT) for place in places]
        self._first_lines = list(accumulate((count for _, count in stored), initial=0))
        self.facet_offsets = _array(folder, "facet_offsets")
        self.facet_values = _array(folder, "facet_values")
        self.facet_keys: list[str] = orjson.loads((folder / "facets.json").read_bytes())
        self.meeting = lru_cache(_KEPT_MEETINGS)(
            partial(zones.meeting, self.territories, self.stated, self.locations, self.zone_sets)
        )
        self.view = lru_cache(_KEPT_VIEWS)(self._view)
        self.counts_in = lru_cache(_KEPT_VIEWS)(self._counts_in)
        self._counted: dict[Hashable, Ints] = {}
        self._share = lru_cache(_KEPT_SHARES)(self._share_of)
        self.updated_since = lru_cache(_KEPT_DAYS)(self._updated_since)
        self.quality_from = lru_cache(_KEPT_DAYS)(self._quality_from)
        self._ages = -np.asarray(self.modified)
        in_person = self.bitmaps["mode:en-presentiel"]
        self.remote = self.bitmaps["mode:a-distance"]
        # A solution that states no mode takes place where its address is.
        self.in_person = in_person | (self.all_rows - self.remote)

    @staticmethod
    def _open_territories(folder: Path) -> Territories:
        offsets = np.load(folder / "members.npy")
        blob = Blob(folder / "members.bin")
        members = [blob[int(start) : int(end)] for start, end in pairwise(offsets)]
        stored = orjson.loads((folder / "territories.json").read_bytes())
        return Territories(stored, members, np.load(folder / "populations.npy"), np.load(folder / "coordinates.npy"))

    def warm(self) -> None:
        """Make now what the first answer would: for who answers many, and knows when nobody waits."""
        self.territories.warm()
        _ = self.facet_groups

    def row(self, number: int) -> dict[str, Any]:
        """One solution's stored fields."""
        part, start, end = self._row_places[number].tolist()
        fields: dict[str, Any] = orjson.loads(self._rows[part][start:end])
        return fields

    def of_identifier(self, identifier: str) -> int | None:
        """The row of the solution of that identifier, None where there is none."""
        return next(iter(self._having("id", identifier, self._by_identifier)), None)

    def of_structure(self, structure: str) -> list[int]:
        """The rows of the solutions of the structure of that IRI, the freshest first."""
        return self._having("structure_iri", structure, self._by_structure)

    def _having(self, field: str, value: str, ordered: Ints) -> list[int]:
        """The rows that have a value, out of all rows in the order of that field: some twenty are read, not all."""

        def stored(row: int) -> str:
            text: str = self.row(row)[field]
            return text

        first = bisect_left(ordered, value, key=stored)
        end = bisect_right(ordered, value, lo=first, key=stored)
        rows: list[int] = ordered[first:end].tolist()
        return rows

    def _updated_since(self, day: date) -> BitMap:
        """The rows updated on `day` or later: rows are in order of freshness."""
        older = (day - _EPOCH).days
        fresh = int(np.searchsorted(self._ages, -older, side="right"))
        return BitMap(range(fresh))

    def _quality_from(self, least: float) -> BitMap:
        """The rows whose quality score is at least `least` (0 to 1)."""
        return _rows(self.quality >= np.float32(least - 1e-6))

    def search(self, text: str) -> Hits:
        """The rows that hold every word of `text`, and how well."""
        lines, scores = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float32)]
        for first, last, index in zip(self._first_lines, self._first_lines[1:], self._texts, strict=False):
            found, score = index.search(text, last - first)
            lines.append(found + first)
            scores.append(score)
        return Hits(self._row_of[np.concatenate(lines)], np.concatenate(scores))

    def population(self, communes: BitMap) -> int:
        """The inhabitants of a set of communes."""
        return int(self.territories.populations[np.asarray(communes.to_array(), dtype=np.int64)].sum())

    @cached_property
    def facet_groups(self) -> dict[str, FacetGroup]:
        """The facets and their values in order; a public's rows are those that its filter keeps."""
        groups: dict[str, list[tuple[str, int]]] = {}
        for code, key in enumerate(self.facet_keys):
            facet, _, value = key.partition(":")
            groups.setdefault(facet, []).append((value, code))
        found = {}
        for facet, values in groups.items():
            values.sort()
            bitmaps = [self.bitmaps[f"{facet}:{value}"] for value, _ in values]
            if facet == "public":
                bitmaps = [rows | self.bitmaps["public:tous-publics"] for rows in bitmaps]
            codes = np.array([code for _, code in values], dtype=np.int64)
            found[facet] = FacetGroup([value for value, _ in values], codes, bitmaps)
        return found

    def _counts_in(self, facet: str, territory: int | None) -> Ints:
        """How many rows have each value of a facet: of all, or of those that serve a territory."""
        return self.facet_groups[facet].counts(self.all_rows if territory is None else self.view(territory).rows)

    def counted(self, name: Hashable, count: Callable[[], Ints]) -> Ints:
        """The counts known by `name`, made once: who narrows a question by one filter asks the others’ counts again."""
        found = self._counted.get(name)
        if found is None:
            if len(self._counted) >= _KEPT_COUNTS:
                self._counted.clear()
            found = self._counted[name] = count()
        return found

    def zone_numbers(self, row: int) -> list[int]:
        """The numbers of the zones that a solution states, in the index's order."""
        number = int(self.zone_sets[row])
        return [] if number < 0 else self.stated.of_set(number).tolist()

    def covered(self, row: int, territory: int) -> tuple[int, int]:
        """How much of a territory the zone that a solution states covers: communes, inhabitants."""
        number = int(self.zone_sets[row])
        return (0, 0) if number < 0 else self._share(number, territory)

    def _share_of(self, zone_set: int, territory: int) -> tuple[int, int]:
        communes = self.stated.communes(zone_set) & self.view(territory).communes
        return len(communes), self.population(communes)

    def _view(self, number: int) -> View:
        territory = self.territories[number]
        communes = self.territories.members(number)
        found = self.stated.against(communes).take(self.zone_sets, mode="wrap")  # no set is -1: the spare last place
        met = _rows(found > 0)
        inside = np.array(communes.to_array(), dtype=np.int64)
        located = bitmaps.of(np.sort(ragged.take(*self._rows_of_commune, inside)[0]))
        on_site = met & located & self.in_person
        remote = (met - on_site) & self.remote
        reach = {
            "on-site": on_site,
            "remote": remote,
            "wider-zone": met - on_site - remote,
            "unstated": self.bitmaps["unstated"] & located,
        }
        rows = BitMap.union(*reach.values())
        return View(territory, communes, self.population(communes), rows, reach, _rows(found > MEETS))

    @cached_property
    def _rows_of_commune(self) -> tuple[Ints, Ints]:
        located = np.flatnonzero(self.locations >= 0)
        return ragged.gather(self.locations[located], located, self.territories.commune_count)

    @cached_property
    def barrier_pairs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], dict[str, int]]:
        """Row × barrier, as two columns, and the number of each barrier by notation."""
        numbers = {notation: number for number, notation in enumerate(self.vocabulary.scheme("barrier"))}
        rows = [np.array(self.bitmaps[f"barrier:{notation}"].to_array(), dtype=np.int64) for notation in numbers]
        sizes = [len(each) for each in rows]
        columns = np.repeat(np.arange(len(rows)), sizes)
        return np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64), columns, numbers


def _array(folder: Path, name: str) -> npt.NDArray[Any]:
    path = folder / f"{name}.npy"
    mapped = np.load(path, mmap_mode="r")
    array: npt.NDArray[Any] = mapped.view(np.ndarray)  # as `memmap`, each number read costs half a microsecond more
    return array


def _rows(mask: npt.NDArray[Any]) -> BitMap:
    return bitmaps.of(np.flatnonzero(mask))
