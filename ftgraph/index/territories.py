"""The territories of one generation: found by reference or name, as of a date; each the set of its communes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from ftgraph.errors import UnknownTerritory
from ftgraph.index import unclear
from ftgraph.index.labelled import Place
from ftgraph.sources.place_names import NameIndex, fold_name, name_and_code, postal_code

KINDS_FR = {
    "country": "pays",
    "region": "région",
    "departement": "département",
    "arrondissement": "arrondissement",
    "epci": "EPCI",
    "ept": "établissement public territorial",
    "commune": "commune",
}
KINDS = tuple(KINDS_FR)
_KINDS_SAID: Mapping[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in ("commune", "departement", "region", "arrondissement", "epci")},
    "ville": ("commune",),
    "agglomeration": ("epci",),
}
"""« commune de Betton », « département 35 »: the kinds that a word said first stands for."""
_OF = re.compile(r"(?:de la|de l|des|du|de|d) (?=.)")
_MOST_NEAR = 8
_MUCH_LESS = 20
"""Of the names nearest to one that is misspelt, those that look so much less like it than the best are left out."""


@dataclass(frozen=True)
class Territory:
    """A territory or a zone of a zoning. `number` is its place in the index; communes come first, by code.

    `kind`: one of `KINDS`, or the zoning's code; `version`, `valid_from`, `valid_until`: a zone's, else empty.
    """

    number: int
    iri: str
    kind: str
    code: str
    label: str
    population: int
    version: str = ""
    valid_from: str = ""
    valid_until: str = ""

    @property
    def reference(self) -> str:
        """What names it: `clpe:CLPE35002`."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Zoning:
    """A zoning in one version."""

    key: str
    label: str
    version: str
    valid_from: str
    valid_until: str


class Territories:
    """All territories of a generation. `members` gives a territory's communes as commune numbers."""

    def __init__(
        self,
        stored: Mapping[str, Any],
        members: Sequence[bytes],
        populations: npt.NDArray[np.int32],
        coordinates: npt.NDArray[np.float32],
    ) -> None:
        self._rows: list[Sequence[Any]] = stored["territories"]
        self._former: Mapping[str, tuple[str, str]] = stored["former"]
        self._other_names: list[tuple[str, str]] = [(code, name) for code, name in stored["other_names"]]
        self.postal_codes: Mapping[str, Sequence[int]] = stored["postal_codes"]
        self._members = members
        self._places: dict[int, Place] = {}
        self._zones: dict[tuple[str, str], tuple[Territory, ...]] = {}
        self.zonings = tuple(Zoning(*row) for row in stored["zonings"])
        self.commune_count = int(stored["communes"])
        self.populations = populations
        self.coordinates = coordinates
        self._number_of_iri = {row[0]: number for number, row in enumerate(self._rows)}

    def warm(self) -> None:
        """Make now what finds a territory by its code."""
        _ = self._by_code

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> Territory:
        return Territory(number, *self._rows[number])

    def place(self, number: int) -> Place:
        """What is shown for a territory."""
        found = self._places.get(number)
        if found is None:
            row = self._rows[number]
            found = self._places[number] = Place(f"{row[1]}:{row[2]}", row[3], row[0])
        return found

    def by_iri(self, iri: str) -> Territory | None:
        """The territory of that IRI."""
        number = self._number_of_iri.get(iri)
        return None if number is None else self[number]

    def members(self, number: int) -> BitMap:
        """The numbers of a territory's communes."""
        if number < self.commune_count:
            return BitMap([number])
        return BitMap.deserialize(self._members[number - self.commune_count])

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], list[int]]:
        codes: dict[tuple[str, str], list[int]] = {}
        for number, row in enumerate(self._rows):
            codes.setdefault((row[1], row[2]), []).append(number)
        return codes

    @cached_property
    def by_name(self) -> dict[str, NameIndex]:
        """The names of each kind, to find or to guess from. Slow the first time."""
        names: dict[str, dict[str, str]] = {}
        for row in self._rows:
            names.setdefault(row[1], {})[row[2]] = row[3]
        former = [(commune, label) for label, commune in self._former.values()] + self._other_names
        return {
            kind: NameIndex(kind, list(of_kind.items()), former if kind == "commune" else ())
            for kind, of_kind in names.items()
        }

    def kinds(self) -> tuple[str, ...]:
        """The kinds a reference may start with: territories, then zonings."""
        return (*KINDS, *dict.fromkeys(zoning.key for zoning in self.zonings))

    def zoning(self, key: str, as_of: date) -> Zoning:
        """The version of a zoning in force on a date: the latest start not after it, unless ended.

        Raises `UnknownTerritory` when there is no such zoning, or none in force then.
        """
        versions = [zoning for zoning in self.zonings if zoning.key == key]
        if not versions:
            keys = ", ".join(dict.fromkeys(zoning.key for zoning in self.zonings))
            raise UnknownTerritory(
                f"Aucun zonage « {key} » n’est chargé.",
                f"No zoning “{key}” is loaded.",
                cure=f"Zonages chargés : {keys or 'aucun'} ; « ftgraph import zoning » en ajoute un.",
                cure_en=f"Zonings loaded: {keys or 'none'}; “ftgraph import zoning” adds one.",
            )
        day = as_of.isoformat()
        started = [zoning for zoning in versions if zoning.valid_from <= day]
        if started:
            latest = max(started, key=lambda zoning: (zoning.valid_from, zoning.version))
            if not latest.valid_until or latest.valid_until >= day:
                return latest
        starts = ", ".join(zoning.valid_from for zoning in versions)
        raise UnknownTerritory(
            f"Aucune version du zonage « {key} » n’est en vigueur au {as_of:%d/%m/%Y}.",
            f"No version of zoning “{key}” is in force on {day}.",
            cure=f"Versions connues, par début de validité : {starts}.",
            cure_en=f"Known versions, by first day: {starts}.",
        )

    def zones(self, key: str, as_of: date) -> tuple[Territory, ...]:
        """The zones of a zoning in force on a date, or the territories of a kind, by label, accents apart."""
        version = "" if key in KINDS else self.zoning(key, as_of).version
        if key == "commune":  # tens of thousands: not kept
            return self._sorted(range(self.commune_count))
        found = self._zones.get((key, version))
        if found is None:
            rows = enumerate(self._rows)
            found = self._sorted(number for number, row in rows if row[1] == key and row[5] == version)
            self._zones[key, version] = found
        return found

    def _sorted(self, numbers: Iterable[int]) -> tuple[Territory, ...]:
        found = [self[number] for number in numbers]
        return tuple(sorted(found, key=lambda territory: (fold_name(territory.label), territory.code)))

    def within(self, zones: Sequence[Territory], whole: Territory) -> tuple[Territory, ...]:
        """The zones that have communes in `whole`."""
        area = self.members(whole.number)
        return tuple(zone for zone in zones if not area.isdisjoint(self.members(zone.number)))

    def resolve(self, text: str, as_of: date, *, kinds: Sequence[str] = (), postal_codes: bool = True) -> Territory:
        """The territory that a reference (`clpe:CLPE35002`), an IRI, a name or a postal code means on a date.

        `kinds`: those that a text without a kind may mean, all by default. `postal_codes`: five digits are read as a
        postal code too, as people write them; in a file of data they are the commune's own.
        Raises `UnknownTerritory` with the candidates when the name is shared, misspelt or unknown.
        """
        text = text.strip()
        if (found := self.by_iri(text)) is not None:
            return found
        kind, separator, name = text.partition(":")
        kind = kind.strip().lower()
        if not separator:
            return self._by_any_name(text, kinds or self.kinds(), as_of, postal_codes=postal_codes)
        if kind not in self.kinds():
            raise UnknownTerritory(
                f"« {kind} » n’est ni une nature de territoire ni un zonage chargé.",
                f"“{kind}” is neither a kind of territory nor a loaded zoning.",
                cure=f"Possibles : {', '.join(self.kinds())}.",
                cure_en=f"Possible: {', '.join(self.kinds())}.",
            )
        return self._of_kind(kind, name.strip(), as_of, postal_codes=postal_codes)

    def served(self, postal_code: str) -> list[Territory]:
        """The communes that a postal code serves, the most populous first."""
        found = [self[number] for number in self.postal_codes.get(postal_code, ())]
        return sorted(found, key=lambda commune: -commune.population)

    def _of_kind(self, kind: str, name: str, as_of: date, *, postal_codes: bool) -> Territory:
        if kind not in KINDS:
            self.zoning(kind, as_of)
        found = self._named(name, (kind,), as_of)
        if not found and kind == "commune" and (postal_codes or not postal_code(name)):
            found = self._addressed(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise self._several(name, found)
        raise unclear.unknown(f"{kind}:{name}", self._told(self._nearest(name, (kind,), as_of)))

    def _codes(self, kind: str, name: str) -> list[str]:
        for code in (name, name.upper()):
            if (kind, code) in self._by_code:
                return [code]
        if kind == "commune" and name in self._former:
            return [self._former[name][1]]
        index = self.by_name.get(kind)
        return index.find(name) if index else []

    def _by_any_name(self, name: str, kinds: Sequence[str], as_of: date, *, postal_codes: bool) -> Territory:
        code = postal_code(name)
        coded = self._named(name, kinds, as_of)
        served = self.served(code) if postal_codes and "commune" in kinds else []
        if served:  # a code of old is not what people write today
            coded = [each for each in coded if each.code == code]
        hits = coded + [each for each in served if each not in coded]
        if not hits and not code:
            hits = self._said(name, as_of) or (self._addressed(name) if "commune" in kinds else [])
        if len(hits) == 1:
            return hits[0]
        if coded and len(hits) > len(coded):
            raise unclear.two_codes(name, self._told(hits))
        if hits:
            raise self._several(name, hits)
        raise unclear.unknown(name, self._told(self._nearest(name, kinds, as_of)))

    def _named(self, name: str, kinds: Sequence[str], as_of: date) -> list[Territory]:
        return [
            found
            for kind in kinds
            for code in self._codes(kind, name)
            if (found := self._in_force(kind, code, as_of)) is not None
        ]

    def _said(self, name: str, as_of: date) -> list[Territory]:
        """What a name that starts with its kind or its zoning means; a bassin is a zone of any zoning."""
        zonings = tuple(key for key in self.kinds() if key not in KINDS)
        said = {**_KINDS_SAID, **dict.fromkeys(("bassin", "bassin d emploi", "zone d emploi"), zonings)}
        said |= {fold_name(key): (key,) for key in zonings}
        if "zone-emploi" in zonings:
            said["zone d emploi"] = ("zone-emploi",)
        folded = fold_name(name)
        kind = max((kind for kind in said if folded.startswith(f"{kind} ")), key=len, default="")
        rest = _OF.sub("", folded.removeprefix(f"{kind} "), count=1) if kind else ""
        return self._named(rest, said[kind], as_of) if rest else []

    def _addressed(self, text: str) -> list[Territory]:
        """The communes of a postal code, or of a name and what stands beside it: « 35000 Rennes », « Rennes (35) »."""
        if code := postal_code(text):
            return self.served(code)
        written = name_and_code(text)
        if written is None or "commune" not in self.by_name:
            return []
        name, beside = written
        found = [self[number] for code in self._codes("commune", name) for number in self._by_code["commune", code]]
        served = self.postal_codes.get(beside, ())
        if kept := [each for each in found if each.number in served]:
            return kept
        around = BitMap.union(BitMap(), *(self.members(number) for number in self._departements(beside)))
        return [each for each in found if each.number in around]

    def _departements(self, beside: str) -> Iterable[int]:
        """The départements that a code, a name or the postal code of a company's mail (Cedex) lies in."""
        if postal_code(beside):
            start = beside[:3] if beside.startswith(("97", "98")) else beside[:2]
            codes = ["2A", "2B"] if start == "20" else [start]
        else:
            codes = self._codes("departement", beside)
        return [number for code in codes for number in self._by_code.get(("departement", code), ())]

    def _nearest(self, name: str, kinds: Sequence[str], as_of: date) -> list[Territory]:
        """The territories whose names look most like one that none bears, best first."""
        indexes = [(kind, self.by_name[kind]) for kind in kinds if kind in self.by_name]
        near = [
            (score, found)
            for kind, index in indexes
            for score, code in index.scored(name, _MOST_NEAR)
            if (found := self._in_force(kind, code, as_of)) is not None
        ]
        near.sort(key=lambda each: (-each[0], -each[1].population))
        return [found for score, found in near if score >= near[0][0] - _MUCH_LESS][:_MOST_NEAR]

    def _in_force(self, kind: str, code: str, as_of: date) -> Territory | None:
        numbers = self._by_code.get((kind, code), [])
        if kind in KINDS:
            return self[numbers[0]] if numbers else None
        try:
            version = self.zoning(kind, as_of).version
        except UnknownTerritory:
            return None
        return next((self[number] for number in numbers if self._rows[number][5] == version), None)

    def _several(self, name: str, found: Sequence[Territory]) -> UnknownTerritory:
        if (code := postal_code(name)) and found == self.served(code):
            return unclear.several_served(code, self._told(found))
        order = self.kinds()
        ranked = sorted(found, key=lambda each: (order.index(each.kind), -each.population))
        return unclear.several(name, self._told(ranked))

    def _told(self, found: Sequence[Territory]) -> list[tuple[str, str]]:
        """What names each and shows it: communes, or arrondissements, of one name are told by their département."""
        names = Counter((each.kind, each.label) for each in found if each.kind in ("commune", "arrondissement"))
        alike = {each.reference for each in found if names[each.kind, each.label] > 1}
        return [
            (each.reference, self._with_departement(each) if each.reference in alike else each.label) for each in found
        ]

    def _with_departement(self, place: Territory) -> str:
        """A place's name, and the département that it lies in."""
        rows = enumerate(self._rows[self.commune_count :], self.commune_count)
        departements = (number for number, row in rows if row[1] == "departement")
        communes = self.members(place.number)
        names = (self._rows[number][3] for number in departements if communes <= self.members(number))
        return ", ".join(dict.fromkeys((place.label, *names)))
