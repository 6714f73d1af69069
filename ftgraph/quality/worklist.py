"""The list that a person works through: the faults of a source, a kind, a territory, by how many people they touch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ftgraph.errors import UsageError
from ftgraph.index.load import Index
from ftgraph.index.sources import known_source, source_keys
from ftgraph.index.territories import Territory
from ftgraph.quality.kinds import CODES, KINDS, RULES
from ftgraph.quality.survey import RecordReader, Survey, faults_of
from ftgraph.wording import Text


@dataclass(frozen=True)
class Wanted:
    """Which faults are wanted: of these sources, of these kinds (keys of `KINDS`), in this territory; all by default.

    A solution is in a territory when it takes place there, or, where it says no place or one out of its own zone, when
    its zone meets the territory.
    """

    sources: Sequence[str] = ()
    kinds: Sequence[str] = ()
    territory: str = ""


@dataclass(frozen=True)
class Item:
    """A fault to act on. `people`, `communes`: whom the solution is open to; `other`: the identifier of its twin."""

    kind: str
    code: str
    identifier: str
    iri: str
    title: str
    structure: str
    source: str
    commune: str
    modified: date | None
    people: int
    communes: int
    says: Text
    todo: Text
    other: str
    other_title: str
    other_source: str


@dataclass(frozen=True)
class Worklist:
    """The faults that are wanted. `total`: how many; `counts`: how many of each kind; `by_source`: source → kind → how
    many, other filters kept. Its items are made as they are read."""

    index: Index
    survey: Survey
    territory: Territory | None
    order: npt.NDArray[np.int64]
    counts: Mapping[str, int]
    by_source: Mapping[str, Mapping[str, int]]

    @property
    def total(self) -> int:
        """How many faults there are."""
        return len(self.order)

    def items(self, first: int = 0, most: int | None = None) -> Iterator[Item]:
        """The faults from the `first`, at most `most`, those that touch most people first."""
        reader = RecordReader(self.index)
        last = None if most is None else first + most
        for place in self.order[first:last].tolist():
            row, code = int(self.survey.rows[place]), CODES[self.survey.codes[place]]
            yield _item(reader, self.index, self.survey, row, code)

    def of_kind(self, kind: str) -> Iterator[Item]:
        """The faults of one kind, in the same order."""
        wanted = _codes([kind])
        kept = self.order[np.isin(self.survey.codes[self.order], wanted)]
        part = Worklist(self.index, self.survey, self.territory, kept, self.counts, self.by_source)
        return part.items()


def worklist(index: Index, survey: Survey, wanted: Wanted, day: date) -> Worklist:
    """The faults of `survey` that are wanted.

    Raises `UsageError` for a source or a kind that there is not, `UnknownTerritory`.
    """
    known = source_keys(index)
    for source in wanted.sources:
        known_source(index, source)
    territory = index.territories.resolve(wanted.territory, day) if wanted.territory else None
    of_row = _source_numbers(index)
    kept = np.ones(len(survey.rows), dtype=bool)
    if territory is not None:
        kept &= _in_territory(index, survey, territory)[survey.rows]
    by_source = _by_source(index, survey, kept)
    if wanted.sources:
        kept &= np.isin(of_row[survey.rows], [known.index(source) for source in wanted.sources])
    counts = _counted(survey.codes[kept])
    if wanted.kinds:
        kept &= np.isin(survey.codes, _codes(wanted.kinds))
    places = np.flatnonzero(kept)
    rows, codes = survey.rows[places], survey.codes[places]
    order = places[np.lexsort((codes, rows, -survey.people[rows].astype(np.int64)))]
    return Worklist(index, survey, territory, order, counts, by_source)


def _item(reader: RecordReader, index: Index, survey: Survey, row: int, code: str) -> Item:
    record = reader.record(row)
    stored = record.row
    fault = next(each for each in faults_of(reader, survey, row) if each.code == code)
    twin = survey.twins.get(row) if code == "alike" else None
    other = index.row(twin.row) if twin is not None else {}
    return Item(
        RULES[code].kind,
        code,
        stored["id"],
        stored["iri"],
        stored["title"],
        stored["structure_name"],
        stored["source"],
        record.commune.name if record.commune else "",
        date.fromisoformat(stored["modified"]) if stored["modified"] else None,
        int(survey.people[row]),
        int(survey.communes[row]),
        fault.says,
        RULES[code].todo,
        other.get("id", ""),
        other.get("title", ""),
        other.get("source", ""),
    )


def _in_territory(index: Index, survey: Survey, territory: Territory) -> npt.NDArray[np.bool_]:
    """By row: whether it is in the territory, as `Wanted` says."""
    communes = np.array(index.territories.members(territory.number).to_array(), dtype=np.int32)
    serving = np.zeros(index.count, dtype=bool)
    serving[np.array(index.view(territory.number).rows.to_array(), dtype=np.int64)] = True
    unplaced = np.asarray(index.locations < 0)
    unplaced[survey.rows[survey.codes == CODES.index("zone")]] = True
    found: npt.NDArray[np.bool_] = np.isin(index.locations, communes) | (serving & unplaced)
    return found


def _by_source(index: Index, survey: Survey, kept: npt.NDArray[np.bool_]) -> dict[str, dict[str, int]]:
    sources = _source_numbers(index)[survey.rows[kept]]
    codes = survey.codes[kept]
    return {key: _counted(codes[sources == number]) for number, key in enumerate(source_keys(index))}


def _counted(codes: npt.NDArray[np.int8]) -> dict[str, int]:
    found = dict.fromkeys(KINDS, 0)
    for code, number in zip(CODES, np.bincount(codes, minlength=len(CODES)).tolist(), strict=True):
        found[RULES[code].kind] += number
    return found


def _codes(kinds: Sequence[str]) -> list[int]:
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(
                f"« {kind[:40]} » n’est pas une sorte de constat.",
                f"“{kind[:40]}” is not a kind of finding.",
                cure=f"Choisissez parmi {', '.join(KINDS)}.",
                cure_en=f"Choose among {', '.join(KINDS)}.",
            )
    return [number for number, code in enumerate(CODES) if RULES[code].kind in kinds]


@lru_cache(2)
def _source_numbers(index: Index) -> npt.NDArray[np.int32]:
    """By row: the place of its source among `source_keys`."""
    found = np.full(index.count, -1, dtype=np.int32)
    for number, key in enumerate(source_keys(index)):
        found[np.array(index.bitmaps[f"source:{key}"].to_array(), dtype=np.int64)] = number
    return found
