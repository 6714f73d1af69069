"""What surrounds a committee's territory: the départements of its région, the EPCI and communes of its bassin.

Rules on composition and on zonings need it, and no one writes it in a committee's file: it comes from the territories
that are shipped, and from the published graph for zones.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.store import Reader
from ftgraph.namespaces import DEF, PREFIXES, thing
from ftgraph.sources.handed_in import HandedIn
from ftgraph.sources.territories import Territories
from ftgraph.validation.facts import TYPE, Facts

_WITHIN, _CODE, _TERRITORY, _IN_ZONING = (f"{DEF}{name}" for name in ("within", "code", "territory", "inZoning"))
_LABEL = f"{PREFIXES['rdfs']}label"
_CLASSES = {
    "country": "Country",
    "region": "Region",
    "departement": "Departement",
    "arrondissement": "Arrondissement",
    "epci": "Epci",
    "ept": "Ept",
    "commune": "Commune",
}
_MOST_ZONES = 500


def surroundings(handed_in: HandedIn, territories: Territories, base: str, reader: Reader | None = None) -> str:
    """N-Triples about the territories that `handed_in` names by `ft:territory`, and what is within and above them.

    `reader`: the published graph, for zones; without it, a zone is known by what the file itself says.
    """
    facts = Facts(handed_in.data)
    named = sorted({node for subject in facts for node in facts.nodes(subject, _TERRITORY)})
    known = {node: _known(node, territories, base) for node in named}
    area = _Area(territories, base)
    for found in known.values():
        if found is not None:
            area.add(*found)
    zones = [node for node, found in known.items() if found is None and "/zone/" in node]
    if reader is not None and zones:
        _add_zones(area, reader, zones[:_MOST_ZONES])
    return area.text()


def _known(node: str, territories: Territories, base: str) -> tuple[str, str] | None:
    """The kind and code of the shipped territory that an IRI names. To make the country's IRIs would take longer."""
    code = node.rpartition("/")[2]
    for kind in _CLASSES:
        if node == thing(base, kind, code) and territories.by_code(kind, code) is not None:
            return kind, code
    return None


def _add_zones(area: "_Area", reader: Reader, zones: Iterable[str]) -> None:
    for zone, label, code, version in reader.select(queries.text("committees/communes-of-zones", zone=list(zones))):
        assert isinstance(zone, ox.NamedNode)  # noqa: S101 - for the type checker: as the query's triples say
        assert isinstance(label, ox.Literal)  # noqa: S101
        assert isinstance(code, ox.Literal)  # noqa: S101
        assert isinstance(version, ox.NamedNode)  # noqa: S101
        area.say(zone.value, TYPE, iri(f"{DEF}EmploymentBasin"))
        area.say(zone.value, _LABEL, literal(label.value, "fr"))
        area.say(zone.value, _IN_ZONING, iri(version.value))
        area.add_commune(code.value, whole_epci=True)
        area.say(area.iri("commune", code.value), _WITHIN, iri(zone.value))


class _Area:
    """Triples about territories, each said once."""

    def __init__(self, territories: Territories, base: str) -> None:
        self._territories = territories
        self._base = base
        self._lines: dict[str, None] = {}
        self._done: set[tuple[str, str]] = set()

    def text(self) -> str:
        """All that was said, as N-Triples."""
        return "".join(self._lines)

    def iri(self, kind: str, code: str) -> str:
        """The IRI of a territory."""
        return thing(self._base, kind, code)

    def say(self, subject: str, predicate: str, value: str) -> None:
        """One triple; `value` is a written term."""
        self._lines[f"{iri(subject)} {iri(predicate)} {value} .\n"] = None

    def add(self, kind: str, code: str) -> None:
        """A territory, those above it, and those within that rules count: départements of a région, and so on."""
        self._describe(kind, code)
        if kind == "region":
            for departement in self._territories.all("departement"):
                if departement.parent("region") == code:
                    self._describe("departement", departement.code)
        elif kind in ("epci", "ept", "arrondissement"):
            for commune in self._territories.communes_of(kind, code):
                self.add_commune(commune, whole_epci=kind == "arrondissement")

    def add_commune(self, code: str, *, whole_epci: bool = False) -> None:
        """A commune with what it lies in; `whole_epci`: with the other communes of its EPCI and EPT too."""
        self._describe("commune", code)
        commune = self._territories.by_code("commune", code)
        for kind in ("epci", "ept") if whole_epci and commune else ():
            above = commune.parent(kind) if commune else None
            if above and (kind, f"{above} whole") not in self._done:
                self._done.add((kind, f"{above} whole"))
                for member in self._territories.communes_of(kind, above):
                    self._describe("commune", member)

    def _describe(self, kind: str, code: str) -> None:
        if (kind, code) in self._done:
            return
        self._done.add((kind, code))
        found = self._territories.by_code(kind, code)
        if found is None:
            return
        subject = self.iri(kind, code)
        for predicate, value in self._facts(kind, code, found.name):
            self.say(subject, predicate, value)
        for above in found.within:
            self.say(subject, _WITHIN, iri(self.iri(above.kind, above.code)))
            self._describe(above.kind, above.code)

    @staticmethod
    def _facts(kind: str, code: str, name: str) -> Iterator[tuple[str, str]]:
        yield TYPE, iri(DEF + _CLASSES[kind])
        yield _CODE, literal(code)
        yield _LABEL, literal(name, "fr")
