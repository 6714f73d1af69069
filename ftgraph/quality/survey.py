"""Every record of a generation examined once: what is wrong with which, kept as columns of numbers.

Records are read commune by commune: only those of one commune are held at a time, since two records are alike only
where they take place. What is wrong is kept as (row, code); its words are found again when it is shown.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ftgraph.index.load import Index
from ftgraph.quality import alike, faults
from ftgraph.quality.alike import Alike, Card
from ftgraph.quality.faults import Commune, Record
from ftgraph.quality.kinds import CODES, KINDS, RULES, Fault
from ftgraph.sources import territories as places
from ftgraph.sources.territories import Territories
from ftgraph.wording import Text

_EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Twin:
    """The record that a row is alike to, by row, and why."""

    row: int
    alike: Alike


@dataclass(frozen=True)
class Survey:
    """What was found. `rows` and `codes` (places in `CODES`) stand side by side; `people`: by row, the inhabitants
    of the communes that its zone holds, of its own commune where it states none."""

    day: date
    stale_days: int
    rows: npt.NDArray[np.int32]
    codes: npt.NDArray[np.int8]
    people: npt.NDArray[np.int32]
    communes: npt.NDArray[np.int32]
    twins: Mapping[int, Twin]

    def counts(self) -> Mapping[str, int]:
        """How many faults of each kind."""
        by_code = np.bincount(self.codes, minlength=len(CODES)).tolist()
        found = dict.fromkeys(KINDS, 0)
        for code, number in zip(CODES, by_code, strict=True):
            found[RULES[code].kind] += number
        return found


@lru_cache(2)
def survey(index: Index, today: date, stale_days: int) -> Survey:
    """The faults of all records, by row, as seen on `today`; a record is stale past `stale_days`.

    Reads every row: 4 s for 200,000 of them, the memory of one commune's records beside the columns.
    """
    reader = RecordReader(index)
    rows, codes = array("i"), array("b")
    twins: dict[int, Twin] = {}
    ordered = np.argsort(index.locations, kind="stable")
    ends = np.flatnonzero(np.diff(index.locations[ordered])) + 1
    for batch in np.split(ordered, ends):
        cards: list[Card] = []
        for number in batch.tolist():
            record = reader.record(number)
            cards.append(card_of(number, record))
            for fault in faults.faults(record, today, stale_days):
                rows.append(number)
                codes.append(CODES.index(fault.code))
        for found in alike.pairs(cards, reader.description):
            first, second = int(found.first), int(found.second)
            worse, better = (first, second) if _worth(index, first) < _worth(index, second) else (second, first)
            if worse not in twins:
                twins[worse] = Twin(better, found)
                rows.append(worse)
                codes.append(CODES.index("alike"))
    people, communes = reader.reached()
    return Survey(today, stale_days, np.array(rows, np.int32), np.array(codes, np.int8), people, communes, twins)


class RecordReader:
    """Records of an index with what they are examined against: their commune, their zone, known postcodes."""

    def __init__(self, index: Index, known: Territories | None = None) -> None:
        self._index = index
        self._known = known or _places()
        self.commune = lru_cache(64)(self._commune)
        self._has_postcode = lru_cache(40_000)(lambda code: bool(self._known.communes_at(code)))

    def record(self, number: int) -> Record:
        """The record of a row."""
        index = self._index
        row = index.row(number)
        location, zones = int(index.locations[number]), int(index.zone_sets[number])
        commune = self.commune(location) if location >= 0 else None
        postcode = row.get("postal_code", "")
        return Record(
            row,
            commune,
            zones >= 0,
            zones >= 0 and location >= 0 and location in index.stated.communes(zones),
            (commune is not None and postcode in commune.postal_codes) or self._has_postcode(postcode),
        )

    def description(self, key: str) -> str:
        """The description of the record that a card's key names."""
        found: str = self._index.row(int(key)).get("description") or ""
        return found

    def reached(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """By row: inhabitants and communes of the stated zone, else of the commune it takes place in."""
        index = self._index
        sets = [index.stated.communes(number) for number in range(index.stated.count)]
        people = np.array([*map(index.population, sets), 0], dtype=np.int32)[index.zone_sets]
        communes = np.array([*map(len, sets), 0], dtype=np.int32)[index.zone_sets]
        alone = np.flatnonzero((index.zone_sets < 0) & (index.locations >= 0))
        people[alone] = index.territories.populations[index.locations[alone]]
        communes[alone] = 1
        return people, communes

    def _commune(self, number: int) -> Commune:
        territory = self._index.territories[number]
        latitude, longitude = self._index.territories.coordinates[number].tolist()
        known = self._known.by_code("commune", territory.code)
        return Commune(
            number,
            territory.code,
            territory.label,
            None if np.isnan(latitude) else latitude,
            None if np.isnan(longitude) else longitude,
            known.postal_codes if known else (),
        )


def faults_of(reader: RecordReader, survey_: Survey, number: int) -> Iterator[Fault]:
    """The faults of one row again, in words, its twin's included."""
    yield from faults.faults(reader.record(number), survey_.day, survey_.stale_days)
    if (twin := survey_.twins.get(number)) is not None:
        title = reader.record(twin.row).row["title"]
        reasons = twin.alike.reasons
        yield Fault(
            "alike",
            Text(
                f"Semble dire la même offre que « {title} » : {', '.join(each.fr for each in reasons)}.",
                f"Seems to say the same offer as “{title}”: {', '.join(each.en for each in reasons)}.",
            ),
        )


def card_of(number: int, record: Record) -> Card:
    """What of a record is compared with others; its key is the row."""
    row = record.row
    return Card(
        f"{number:09d}",
        alike.folded(row["title"]),
        row["structure_iri"],
        _folded_name(row["structure_name"]),
        record.commune.number if record.commune else -1,
        _set(row.get("barriers")),
        _set(row.get("public")),
        row.get("telephone", ""),
        row.get("email", "").lower(),
    )


def _set(values: Sequence[Any] | None) -> frozenset[str]:
    return frozenset(values) if values else _EMPTY


def _worth(index: Index, row: int) -> tuple[int, float, int]:
    """What makes the better of two records: fresher, then fuller, then the one that comes first."""
    return int(index.modified[row]), float(index.quality[row]), -row


@lru_cache(4096)
def _folded_name(name: str) -> str:
    return alike.folded(name)


@lru_cache(1)
def _places() -> Territories:
    return places.load()
