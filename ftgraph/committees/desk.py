"""The desk where files are handed in: read, matched to what is known, checked. One is kept by a server."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ftgraph import queries
from ftgraph.clock import today
from ftgraph.committees import changes, comparison, sources
from ftgraph.committees.checking import Checker
from ftgraph.committees.comparison import Comparison
from ftgraph.committees.published_directory import PublishedDirectory
from ftgraph.committees.report import Report
from ftgraph.committees.rule_choice import RuleSetChoice
from ftgraph.committees.surroundings import surroundings
from ftgraph.errors import StoreEmpty, UnknownTerritory, UsageError
from ftgraph.graph.store import Reader, open_store
from ftgraph.settings import Settings
from ftgraph.sources import committee_file, territories
from ftgraph.sources.committee_workbook.directory import Directory, Place, TerritoryDirectory
from ftgraph.sources.handed_in import HandedIn
from ftgraph.sources.territories import Territories
from ftgraph.wording import Text

_CHOICES: Mapping[str, RuleSetChoice] = {
    "declared": "declared",
    "prefiguration-2023": "prefiguration-2023",
    "code-du-travail": "code-du-travail",
    "both": "both",
}


_LEVELS: Mapping[str, tuple[str, ...]] = {
    "NAT": ("nat", "national"),
    "REG": ("reg", "region", "région", "regional", "régional"),
    "DEP": ("dep", "departement", "département", "departemental", "départemental"),
    "LOC": ("loc", "local", "bassin"),
}
_KINDS: Mapping[str, tuple[str, ...]] = {
    "NAT": ("country",),
    "REG": ("region",),
    "DEP": ("departement",),
    "LOC": ("zone", "arrondissement", "epci"),
}
_EXPECTED: Mapping[str, Text] = {
    "NAT": Text("la France", "France"),
    "REG": Text("une région", "a region"),
    "DEP": Text("un département", "a département"),
    "LOC": Text("un bassin, un arrondissement ou un EPCI", "a basin, an arrondissement or an intermunicipal body"),
}
_AREAS = ("departement", "region", "country", "zone", "arrondissement", "epci")


def rule_set_choice(name: str) -> RuleSetChoice:
    """The choice that a user typed. Raises `UsageError`."""
    if name not in _CHOICES:
        raise UsageError(
            f"Le référentiel « {name} » n’existe pas.",
            f"There is no rule set “{name}”.",
            cure=f"Choisissez parmi {', '.join(_CHOICES)}.",
            cure_en=f"Choose one of {', '.join(_CHOICES)}.",
        )
    return _CHOICES[name]


def level_of(name: str) -> str:
    """The code of the level that a user typed: NAT, REG, DEP or LOC. Raises `UsageError`."""
    for code, words in _LEVELS.items():
        if name.strip().lower() in words:
            return code
    raise UsageError(
        f"Le niveau « {name} » n’existe pas.",
        f"There is no level “{name}”.",
        cure="Choisissez national, regional, departement ou local.",
        cure_en="Choose national, regional, departement or local.",
    )


@dataclass(frozen=True)
class Desk:
    """All that a check needs beside the file. `reader` is None where nothing is published yet."""

    checker: Checker
    territories: Territories
    directory: Directory
    base: str
    reader: Reader | None = None

    def read(self, path: Path, name: str = "") -> HandedIn:
        """The file at `path`, `name` to its user. Raises `SourceError`."""
        return committee_file.read(path, self.directory, name=name)

    def place(self, level: str, text: str) -> Place:
        """The territory of a committee of `level`, by code, reference or name. Raises `UnknownTerritory`."""
        found = self.directory.territory(text, _KINDS[level], ())
        if found.found is None:
            raise _unknown(text, found.near)
        if not self.directory.suits(found.found, level):
            raise _of_another_level(found.found.name, level)
        return found.found

    def area(self, text: str) -> Place:
        """Any territory, by code, reference or name, zones included. Raises `UnknownTerritory`."""
        found = self.directory.territory(text, _AREAS, ())
        if found.found is None:
            raise _unknown(text, found.near)
        return found.found

    def communes_of_zone(self, place: Place) -> tuple[str, ...]:
        """The codes of a zone's communes, as published; empty for any other territory."""
        if self.reader is None or place.kind != "zone":
            return ()
        rows = self.reader.select(queries.text("committees/communes-of-zones", zone=[place.iri]))
        return tuple(row[2].value for row in rows if row[2] is not None)

    def check(self, handed_in: HandedIn, *, on: date, rule_set: RuleSetChoice = "declared") -> Report:
        """Its report; see `Checker.check`."""
        context = surroundings(handed_in, self.territories, self.base, self.reader)
        generation = self.reader.generation.number if self.reader else None
        return self.checker.check(handed_in, on=on, rule_set=rule_set, context=context, generation=generation)

    def compare(self, handed_in: HandedIn, *, on: date) -> Comparison:
        """Its committees under both rule sets; see `comparison.compare`."""
        context = surroundings(handed_in, self.territories, self.base, self.reader)
        return comparison.compare(self.checker, changes.load(sources.load()), handed_in, on=on, context=context)


def open_desk(
    base: str,
    reader: Reader | None = None,
    *,
    checker: Checker | None = None,
    places: Territories | None = None,
) -> Desk:
    """A desk over a published generation; `checker` and `places` are shared between desks where they are open."""
    places = places or territories.load()
    known: Directory = (
        TerritoryDirectory(places, base) if reader is None else PublishedDirectory(reader, places, base, today())
    )
    return Desk(checker or Checker(sources=sources.load()), places, known, base, reader)


@contextmanager
def desk_of(settings: Settings) -> Iterator[Desk]:
    """A desk over the newest generation, or over none where nothing is published."""
    try:
        reader = open_store(settings).reader()
    except StoreEmpty:
        yield open_desk(settings.base)
        return
    with reader:
        yield open_desk(settings.base, reader)


def _of_another_level(name: str, level: str) -> UnknownTerritory:
    expected = _EXPECTED[level]
    return UnknownTerritory(
        f"«\u202f{name}\u202f» n’est pas un territoire de ce niveau\u00a0: il y faut {expected.fr}.",
        f"“{name}” is no territory of this level, which takes {expected.en}.",
        cure="Donnez son code, ou son nom complet, ou changez de niveau.",
        cure_en="Give its code, or its full name, or change the level.",
    )


def _unknown(name: str, near: Sequence[Place]) -> UnknownTerritory:
    names = ", ".join(place.name for place in near)
    return UnknownTerritory(
        f"Aucun territoire « {name[:200]} ».",
        f"No territory “{name[:200]}”.",
        cure=f"Le plus proche : {names}." if names else "Donnez son code, ou son nom complet.",
        cure_en=f"Nearest: {names}." if names else "Give its code, or its full name.",
    )
