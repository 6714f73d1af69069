"""Who and where: how a workbook's organisations and territories are found in what is already known.

`TerritoryDirectory` knows the shipped territories and their authorities, and needs no store. `GraphDirectory` adds
the structures and the zones of the published graph; the caller gives it their rows (`queries/committees/`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from rapidfuzz import fuzz, process

from ftgraph.namespaces import DEF, ROOT, thing
from ftgraph.sources.place_names import fold_name
from ftgraph.sources.territories import Territories, Territory
from ftgraph.sources.vocabulary_labels import fold_label

LEVEL_KINDS = {
    "NAT": ("country",),
    "REG": ("region",),
    "DEP": ("departement",),
    "LOC": ("zone", "arrondissement"),
}
"""The kinds of territory that each committee level is of."""

_CLASSES = {
    "country": "Country",
    "region": "Region",
    "departement": "Departement",
    "arrondissement": "Arrondissement",
    "epci": "Epci",
    "ept": "Ept",
    "commune": "Commune",
    "zone": "EmploymentBasin",
}
_ORDER = ("departement", "region", "epci", "ept", "arrondissement", "commune", "country")
_PREFIX = re.compile(
    r"^(?:le |la |les |l )?(departement|region|commune|ville|epci|arrondissement|bassin d emploi|bassin|zone d emploi)"
    r"(?: (?:de la|de l|du|des|de|d))? "
)
_PREFIX_KINDS = {"ville": "commune", "bassin d emploi": "zone", "bassin": "zone", "zone d emploi": "zone"}
_BRACKETED = re.compile(r"\(([\w:-]{2,20})\)\s*$")
_SAME = 93
Thing = TypeVar("Thing")
_NEAR = 70


@dataclass(frozen=True)
class Organisation:
    """An organisation that is known. `category`: the notation of its actor category, "" where unknown."""

    iri: str
    name: str
    category: str = ""
    siret: str = ""
    siren: str = ""
    departement: str = ""


@dataclass(frozen=True)
class Place:
    """A territory that is known: IRI, kind, code, name. `version`: the IRI of a zone's zoning version."""

    iri: str
    kind: str
    code: str
    name: str
    version: str = ""

    @property
    def class_(self) -> str:
        """The IRI of its class."""
        return f"{DEF}{_CLASSES[self.kind]}"


@dataclass(frozen=True)
class Search(Generic[Thing]):
    """What was found: the one thing (exactly named, or nearly so when not `sure`), else the nearest ones."""

    found: Thing | None
    sure: bool = True
    near: tuple[Thing, ...] = ()


class Directory(Protocol):
    """What a workbook's names are matched to."""

    @property
    def base(self) -> str:
        """The base of the IRIs of things."""

    @property
    def names_organisations(self) -> bool:
        """Whether an organisation that is not found is worth saying."""

    def organisation(self, name: str, number: str, departements: Sequence[str]) -> Search[Organisation]:
        """By SIRET or SIREN (`number`, "" when none is given), else by name, those of `departements` first."""

    def territory(self, text: str, kinds: Sequence[str], departements: Sequence[str]) -> Search[Place]:
        """By code, reference (`clpe:CLPE35002`) or name; `kinds` are tried first, then all others."""

    def suits(self, place: Place, level: str) -> bool:
        """Whether a territory may be that of a committee of a level (NAT, REG, DEP, LOC)."""

    def departements(self, place: Place) -> tuple[str, ...]:
        """The codes of the départements that a territory lies in."""

    def committees(self, level: str, territory: str) -> Sequence[tuple[str, str]]:
        """The IRI and the name of the published committees of a level (NAT, REG, DEP, LOC) and territory (IRI)."""


class TerritoryDirectory:
    """The shipped territories and their authorities: régions, départements, EPCI, communes."""

    names_organisations = False

    def __init__(self, territories: Territories, base: str = ROOT) -> None:
        self.base = base
        self._territories = territories
        self._authorities = {
            fold_label(name): Organisation(thing(base, "authority", each.key), each.name, _category(each.powers))
            for each in territories.authorities
            for name in _authority_names(each.name, [self._name(*reference) for reference in each.governs], each.powers)
        }

    def committees(self, level: str, territory: str) -> Sequence[tuple[str, str]]:
        """None: nothing is published; see `Directory`."""
        return ()

    def organisation(self, name: str, number: str, departements: Sequence[str]) -> Search[Organisation]:
        """An authority by its name; see `Directory`."""
        return Search(self._authorities.get(fold_label(name)))

    def territory(self, text: str, kinds: Sequence[str], departements: Sequence[str]) -> Search[Place]:
        """See `Directory`. Knows no zone but arrondissements."""
        text = text.strip()
        for part in (text, *(_BRACKETED.findall(text))):
            if found := self._coded(part, kinds):
                return Search(found)
        folded = fold_name(text)
        prefix = _PREFIX.match(f"{folded} ")
        if prefix:
            kind = _PREFIX_KINDS.get(prefix[1], prefix[1])
            if kind == "zone":
                return Search(None)
            kinds = (kind, *(each for each in kinds if each != kind))
            folded = folded[prefix.end() :] or folded
        bare = _BRACKETED.sub("", text) if not prefix else folded
        tried = [kind for kind in dict.fromkeys((*kinds, *_ORDER)) if kind in _ORDER]
        for kind in tried:
            for departement in (*departements, ""):
                named = self._territories.find(kind, bare, departement=departement if kind == "commune" else "")
                if len(named) == 1:
                    return Search(self._place(named[0]))
        wanted = [kind for kind in kinds if kind in _ORDER] or ["departement"]
        near = [place for kind in wanted for place in self._territories.nearest(kind, bare, limit=3)]
        close = [each for each in near if fuzz.ratio(fold_name(each.name), fold_name(bare)) >= _SAME]
        if len(close) == 1:
            return Search(self._place(close[0]), sure=False)
        return Search(None, near=tuple(self._place(each) for each in near[:3]))

    def suits(self, place: Place, level: str) -> bool:
        """See `Directory`. One authority exercises a département’s powers over Corse, or the métropole de Lyon."""
        if place.kind in LEVEL_KINDS[level] or (level, place.kind) == ("LOC", "epci"):
            return True
        return level == "DEP" and any(
            "department" in each.powers and (place.kind, place.code) in each.governs
            for each in self._territories.authorities
        )

    def departements(self, place: Place) -> tuple[str, ...]:
        """See `Directory`."""
        if place.kind == "departement":
            return (place.code,)
        communes = self._territories.communes_of(place.kind, place.code) if place.kind != "zone" else ()
        return tuple(sorted({self._territories.departement_of(commune) for commune in communes}))

    def _name(self, kind: str, code: str) -> str:
        found = self._territories.by_code(kind, code)
        return found.name if found else ""

    def _coded(self, text: str, kinds: Sequence[str]) -> Place | None:
        kind, colon, code = text.partition(":")
        if colon and kind.strip() in _ORDER:
            found = self._territories.by_code(kind.strip(), code.strip().upper())
            return self._place(found) if found else None
        for each in dict.fromkeys((*kinds, *_ORDER)):
            code = text.upper().zfill(2) if each in {"departement", "region"} and text.isdecimal() else text.upper()
            if found := self._territories.by_code(each, code):
                return self._place(found)
        return None

    def _place(self, found: Territory) -> Place:
        return Place(thing(self.base, found.kind, found.code), found.kind, found.code, found.name)


def _category(powers: Sequence[str]) -> str:
    return next((category for power, category in _POWERS if power in powers), "local-authority")


_POWERS = (("department", "departement"), ("region", "region"), ("commune", "commune"))
_COUNCILS = {
    "department": ("Conseil départemental", "Département"),
    "region": ("Conseil régional", "Région", "Région de"),
    "commune": ("Commune", "Mairie", "Ville"),
}
_TIES = ("", "de", "du", "des", "de la", "de l’", "d’", "de l'")


def _authority_names(name: str, territories: Iterable[str], powers: Sequence[str]) -> set[str]:
    """The ways to write an authority: its name, « Conseil départemental d’Ille-et-Vilaine », « Région Bretagne »…"""
    names = {name}
    for territory in territories:
        for power in powers:
            for council in _COUNCILS.get(power, ()):
                names |= {f"{council} {tie} {territory}" for tie in _TIES}
    return names


@dataclass(frozen=True)
class Zone:
    """A zone of the published graph, with the départements of its communes."""

    iri: str
    zoning: str
    code: str
    name: str
    version: str
    departements: tuple[str, ...] = ()


class Organisations:
    """Organisations, to be found by number or by name."""

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        self._by_number: dict[str, list[Organisation]] = defaultdict(list)
        self._by_name: dict[str, list[Organisation]] = defaultdict(list)
        for each in organisations:
            for number in {each.siret, each.siren, each.siret[:9]} - {""}:
                self._by_number[number].append(each)
            if folded := fold_label(each.name):
                self._by_name[folded].append(each)
        self._names = list(self._by_name)

    def numbered(self, number: str, departements: Sequence[str]) -> Organisation | None:
        """The one with that SIRET or SIREN, if there is one only (or one only in `departements`)."""
        return _one(self._by_number.get(number, []), departements) if number else None

    def named(self, name: str, departements: Sequence[str]) -> Search[Organisation]:
        """The one of that name, or the only one nearly of that name, or the nearest ones."""
        folded = fold_label(name)
        if found := _one(self._by_name.get(folded, []), departements):
            return Search(found)
        best = process.extract(folded, self._names, scorer=fuzz.token_sort_ratio, limit=4, score_cutoff=_NEAR)
        near = tuple(each for key, _, _ in best for each in self._by_name[key])
        close = [each for key, score, _ in best if score >= _SAME for each in self._by_name[key]]
        if close and (found := _one(close, departements)):
            return Search(found, sure=False)
        return Search(None, near=near[:3])


class GraphDirectory(TerritoryDirectory):
    """What the published graph knows besides: structures with their SIRET, zones of the zonings in force."""

    names_organisations = True

    def __init__(
        self,
        territories: Territories,
        organisations: Iterable[Organisation],
        zones: Iterable[Zone] = (),
        base: str = ROOT,
    ) -> None:
        super().__init__(territories, base)
        self._organisations = Organisations(organisations)
        self._zones = tuple(zones)

    def organisation(self, name: str, number: str, departements: Sequence[str]) -> Search[Organisation]:
        """See `Directory`."""
        among = self._among(name, number, departements)
        if found := among.numbered(number, departements):
            return Search(found)
        known = super().organisation(name, number, departements)
        return known if known.found else among.named(name, departements)

    def _among(self, name: str, number: str, departements: Sequence[str]) -> Organisations:
        """The organisations to look in."""
        return self._organisations

    def _lying_in(self, zone: Zone) -> tuple[str, ...]:
        """The codes of the départements of a zone."""
        return zone.departements

    def territory(self, text: str, kinds: Sequence[str], departements: Sequence[str]) -> Search[Place]:
        """See `Directory`; zones by code, `<zoning>:<code>` or name."""
        folded = fold_name(text)
        prefix = _PREFIX.match(f"{folded} ")
        bare = folded[prefix.end() :] if prefix and _PREFIX_KINDS.get(prefix[1]) == "zone" else folded
        coded = [
            each
            for each in self._zones
            if text.strip().upper() in {each.code.upper(), f"{each.zoning}:{each.code}".upper()}
        ]
        named = coded or ([each for each in self._zones if fold_name(each.name) == bare] if "zone" in kinds else [])
        if len(named) > 1 and departements:
            named = [each for each in named if set(self._lying_in(each)) & set(departements)] or named
        if named and len({each.name for each in named}) == 1:
            return Search(self._zone(named[0]))
        found = super().territory(text, kinds, departements)
        if found.found is None and "zone" in kinds and self._zones:
            names = {fold_name(each.name): each for each in self._zones}
            best = process.extract(bare, list(names), scorer=fuzz.token_set_ratio, limit=3, score_cutoff=_NEAR)
            return Search(None, near=tuple(self._zone(names[key]) for key, _, _ in best) or found.near)
        return found

    def departements(self, place: Place) -> tuple[str, ...]:
        """See `Directory`."""
        if place.kind == "zone":
            return next((self._lying_in(each) for each in self._zones if each.iri == place.iri), ())
        return super().departements(place)

    def _zone(self, zone: Zone) -> Place:
        return Place(zone.iri, "zone", zone.code, zone.name, zone.version)


def _one(found: Sequence[Organisation], departements: Sequence[str]) -> Organisation | None:
    """The only one, or the only one in the départements concerned."""
    if len(found) > 1:
        found = [each for each in found if each.departement and each.departement in departements]
    return found[0] if len(found) == 1 else None
