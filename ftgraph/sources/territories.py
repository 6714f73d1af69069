"""The French territories at the vintage of `data/territories/`: found by code, by any old code, or by name.

Rows stay as text until a territory is asked for, and name indexes are made on first use: a command that needs one
commune does not pay for 35,000.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ftgraph import assets
from ftgraph.errors import SourceError
from ftgraph.sources.place_names import NameIndex

KINDS = ("country", "region", "departement", "arrondissement", "epci", "ept", "commune")
_FILES = {
    "country": "countries.csv",
    "region": "regions.csv",
    "departement": "departements.csv",
    "arrondissement": "arrondissements.csv",
    "epci": "epci.csv",
    "ept": "epts.csv",
    "commune": "communes.csv",
}
# Columns of communes.csv; a commune's row is a list of texts in this order.
_ARRONDISSEMENT, _EPCI, _EPT, _DEPARTEMENT, _REGION, _POPULATION, _LATITUDE, _LONGITUDE, _POSTCODES, _SIREN, _ALIAS = (
    range(2, 13)
)
_PARENTS = {"arrondissement": _ARRONDISSEMENT, "epci": _EPCI, "ept": _EPT, "departement": _DEPARTEMENT}

_WHOLE_NUMBER = re.compile(r"(\d+)[.,]0+")


class Reference(NamedTuple):
    """A territory's kind and code; as text `commune:35238`."""

    kind: str
    code: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class Territory:
    """One territory. `within`: the next ones up (a commune has several). `population`: inhabitants, None: unknown.

    `latitude`, `longitude` (degrees, WGS 84), `postal_codes` and `siren` are a commune's, where known; `other_name`:
    that of the delegated commune that bears its code.
    """

    kind: str
    code: str
    name: str
    population: int | None = None
    within: tuple[Reference, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    postal_codes: tuple[str, ...] = ()
    siren: str = ""
    other_name: str = ""

    @property
    def reference(self) -> Reference:
        """What names it: `commune:35238`."""
        return Reference(self.kind, self.code)

    def parent(self, kind: str) -> str | None:
        """The code of the territory of that kind that it lies directly within, if any."""
        return next((reference.code for reference in self.within if reference.kind == kind), None)


@dataclass(frozen=True, slots=True)
class FormerCode:
    """A code that is no longer a commune's. `kind`: former, delegated, associated or municipal-arrondissement."""

    code: str
    name: str
    kind: str
    commune: str


@dataclass(frozen=True, slots=True)
class Authority:
    """A collectivity. `powers`: of a commune, department or region; `source`: the text that sets a special case."""

    key: str
    name: str
    governs: tuple[Reference, ...]
    powers: tuple[str, ...]
    source: str


class RepairStep(StrEnum):
    """What had to be mended in a commune code; the value is a French phrase for reports."""

    CHARACTERS = "caractères superflus retirés"
    DECIMALS = "nombre décimal ramené à un code"
    CASE = "casse rétablie"
    LOST_ZERO = "zéro initial rétabli"
    FORMER = "ancienne commune"
    DELEGATED = "commune déléguée"
    ASSOCIATED = "commune associée"
    MUNICIPAL = "arrondissement municipal"


@dataclass(frozen=True, slots=True)
class Repair:
    """The steps from the code as written to today's commune, in order; as text, one French phrase."""

    steps: tuple[RepairStep, ...]

    def __str__(self) -> str:
        return ", ".join(self.steps)


class ResolvedCommune(NamedTuple):
    """Today's commune, or None; and what was mended, or None when the code was right as written."""

    code: str | None
    repaired: Repair | None


_FORMER_STEPS = {
    "former": RepairStep.FORMER,
    "delegated": RepairStep.DELEGATED,
    "associated": RepairStep.ASSOCIATED,
    "municipal-arrondissement": RepairStep.MUNICIPAL,
}


class Territories:
    """All territories of one vintage. Made by `load`; never changes."""

    def __init__(
        self,
        rows: Mapping[str, Mapping[str, list[str]]],
        former: Mapping[str, FormerCode],
        authorities: tuple[Authority, ...],
    ) -> None:
        self._rows = rows
        self.former = former
        self.authorities = authorities
        self._names: dict[str, NameIndex] = {}

    def codes(self, kind: str) -> Sequence[str]:
        """All codes of a kind, sorted."""
        return tuple(self._rows[kind])

    def all(self, kind: str) -> Iterator[Territory]:
        """All territories of a kind, by code."""
        return (self._territory(kind, row) for row in self._rows[kind].values())

    def by_code(self, kind: str, code: str) -> Territory | None:
        """The territory of that kind (one of `KINDS`) and exact code; None when there is none (or no such kind)."""
        row = self._rows.get(kind, {}).get(code)
        return None if row is None else self._territory(kind, row)

    def communes_of(self, kind: str, code: str) -> tuple[str, ...]:
        """The codes of today's communes in a territory, sorted; empty when the territory is unknown."""
        if kind == "commune":
            return (code,) if code in self._rows["commune"] else ()
        return self._members.get((kind, code), ())

    def departement_of(self, commune: str) -> str:
        """The code of a commune's département. `KeyError` when it is not one of today's communes."""
        return self._rows["commune"][commune][_DEPARTEMENT]

    def region_of(self, commune: str) -> str:
        """The code of a commune's région; empty in an overseas collectivity. `KeyError` as `departement_of`."""
        return self._rows["commune"][commune][_REGION]

    def resolve_commune(self, code: str) -> ResolvedCommune:
        """Today's commune for a code as people write it: lost zero, wrong case, stray marks, merged commune.

        `(None, None)` when the code is unknown: it is never guessed from its neighbours.
        """
        communes = self._rows["commune"]
        if code in communes:
            return ResolvedCommune(code, None)
        steps: list[RepairStep] = []
        text = "".join(code.split()).strip("'’\"`\ufeff\u200b")
        if text != code:
            steps.append(RepairStep.CHARACTERS)
        if number := _WHOLE_NUMBER.fullmatch(text):
            text = number[1]
            steps.append(RepairStep.DECIMALS)
        if text != text.upper():
            text = text.upper()
            steps.append(RepairStep.CASE)
        if len(text) == 4 and text.isascii() and text.isdecimal():
            text = f"0{text}"
            steps.append(RepairStep.LOST_ZERO)
        if text in communes:
            return ResolvedCommune(text, Repair(tuple(steps)))
        if old := self.former.get(text):
            return ResolvedCommune(old.commune, Repair((*steps, _FORMER_STEPS[old.kind])))
        return ResolvedCommune(None, None)

    def find(self, kind: str, name: str, *, departement: str = "") -> tuple[Territory, ...]:
        """The territories of a kind (of `KINDS`) that bear this name, however spelt; several when it is shared.

        Names of today come first; failing them, the name of a merged commune gives the commune it is part of.
        `departement` (a code) keeps only the communes of one.
        """
        codes = self._index(kind).find(name, self._allowed(kind, departement))
        return tuple(self._territory(kind, self._rows[kind][code]) for code in codes)

    def nearest(self, kind: str, name: str, *, departement: str = "", limit: int = 5) -> tuple[Territory, ...]:
        """At most `limit` territories of a kind whose names look most like `name`, best first."""
        codes = self._index(kind).nearest(name, limit, self._allowed(kind, departement))
        return tuple(self._territory(kind, self._rows[kind][code]) for code in codes)

    def communes_at(self, postal_code: str) -> tuple[Territory, ...]:
        """The communes that a postal code serves, by code."""
        rows = self._rows["commune"]
        return tuple(self._territory("commune", rows[code]) for code in self._postal_codes.get(postal_code, ()))

    @cached_property
    def _members(self) -> dict[tuple[str, str], tuple[str, ...]]:
        members: dict[tuple[str, str], list[str]] = defaultdict(list)
        columns = {**_PARENTS, "region": _REGION}
        for code, row in self._rows["commune"].items():
            for kind, column in columns.items():
                if row[column]:
                    members[kind, row[column]].append(code)
        members["country", "FR"] = list(self._rows["commune"])
        return {key: tuple(codes) for key, codes in members.items()}

    @cached_property
    def _postal_codes(self) -> dict[str, list[str]]:
        served: dict[str, list[str]] = defaultdict(list)
        for code, row in self._rows["commune"].items():
            for postal_code in row[_POSTCODES].split():
                served[postal_code].append(code)
        return served

    def _allowed(self, kind: str, departement: str) -> frozenset[str] | None:
        return frozenset(self.communes_of("departement", departement)) if departement and kind == "commune" else None

    def _index(self, kind: str) -> NameIndex:
        if kind not in self._names:
            merged: list[tuple[str, str]] = []
            if kind == "commune":
                merged += [(code, row[_ALIAS]) for code, row in self._rows[kind].items() if row[_ALIAS]]
                merged += [(old.commune, old.name) for old in self.former.values() if old.name]
            self._names[kind] = NameIndex(kind, [(code, row[1]) for code, row in self._rows[kind].items()], merged)
        return self._names[kind]

    def _territory(self, kind: str, row: list[str]) -> Territory:
        if kind == "commune":
            return Territory(
                kind,
                row[0],
                row[1],
                int(row[_POPULATION]) if row[_POPULATION] else None,
                tuple(Reference(parent, row[column]) for parent, column in _PARENTS.items() if row[column]),
                float(row[_LATITUDE]) if row[_LATITUDE] else None,
                float(row[_LONGITUDE]) if row[_LONGITUDE] else None,
                tuple(row[_POSTCODES].split()),
                row[_SIREN],
                row[_ALIAS],
            )
        up: tuple[Reference, ...] = ()
        population = row[2]
        if kind == "region":
            up = (Reference("country", "FR"),)
        elif kind in {"departement", "arrondissement"}:
            population = row[3]
            parent = "region" if kind == "departement" else "departement"
            up = (Reference(parent, row[2]) if row[2] else Reference("country", "FR"),)
        return Territory(kind, row[0], row[1], int(population) if population else None, up)


def _read(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            # INSEE writes straight apostrophes; what is shown is French typography, and names are compared without any.
            rows = csv.reader(line.replace("'", "’") for line in file)
            next(rows, None)
            return list(rows)
    except OSError as error:
        raise SourceError(
            f"La table des territoires «\u202f{path.name}\u202f» est illisible.",
            f"The territory table “{path.name}” cannot be read.",
            cure="Réinstallez le paquet, ou refaites les tables avec data/territories/build.py.",
            cure_en="Install the package again, or make the tables anew with data/territories/build.py.",
        ) from error


def load(folder: Path | None = None) -> Territories:
    """The territories of `folder` (default: the shipped tables). Raises `SourceError` when a table cannot be read."""
    folder = folder or assets.data() / "territories"
    rows = {kind: {row[0]: row for row in _read(folder / name)} for kind, name in _FILES.items()}
    former = {row[0]: FormerCode(*row) for row in _read(folder / "former.csv")}
    authorities = tuple(
        Authority(
            key, name, tuple(Reference(*text.split(":")) for text in governs.split()), tuple(powers.split()), source
        )
        for key, name, governs, powers, source in _read(folder / "authorities.csv")
    )
    return Territories(rows, former, authorities)
