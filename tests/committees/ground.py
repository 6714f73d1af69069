"""The ground of a country of committees: real territories, bassins drawn from a seed, and the IRIs of them all."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from ftgraph.graph.ntriples import literal
from ftgraph.namespaces import DEF, PREFIXES, thing
from ftgraph.sources.territories import Territories, Territory

BASE = "https://w3id.org/ftgraph"

_LABEL = f"{PREFIXES['rdfs']}label"
_COMMUNES_OF_EPCI = 3


@dataclass(frozen=True)
class Bassin:
    """A local committee's remit: EPCI of one département, with the codes of some of their communes."""

    code: str
    departement: str
    epci: tuple[tuple[Territory, tuple[Territory, ...]], ...]


class Ground:
    """Territories and zonings, and the names of the bodies that committees share."""

    def __init__(self, places: Territories, suffix: str) -> None:
        self._places = places
        self._version = "2024-07-15" if suffix == "law" else "2024-01-01"
        self.lines: list[str] = []
        self._say(country_iri(), "Country", "France")

    def _say(self, iri: str, kind: str, label: str, code: str = "", *within: str) -> None:
        self.lines.append(f"<{iri}> <{PREFIXES['rdf']}type> <{DEF}{kind}> .\n")
        self.lines.append(f"<{iri}> <{_LABEL}> {literal(label, 'fr')} .\n")
        if code:
            self.lines.append(f'<{iri}> <{DEF}code> "{code}" .\n')
        self.lines += [f"<{iri}> <{DEF}within> <{above}> .\n" for above in within]

    def region(self, code: str, departements: Iterable[str]) -> None:
        found = self._places.by_code("region", code)
        iri = thing(BASE, "region", code)
        self._say(iri, "Region", found.name if found else code, code, country_iri())
        for each in departements:
            self.lines.append(f"<{council_iri(each)}> <{DEF}governs> <{thing(BASE, 'departement', each)}> .\n")

    def departement(self, departement: Territory, bassins: Iterable[Bassin]) -> None:
        iri = thing(BASE, "departement", departement.code)
        above = thing(BASE, "region", departement.parent("region") or "")
        self._say(iri, "Departement", departement.name, departement.code, above)
        version = zoning_iri(departement.code)
        self.lines.append(f"<{version}> <{PREFIXES['rdf']}type> <{DEF}ZoningVersion> .\n")
        date_type = "http://www.w3.org/2001/XMLSchema#date"
        self.lines.append(f'<{version}> <{DEF}validFrom> "{self._version}"^^<{date_type}> .\n')
        decision = f"{BASE}/id/zoning-decision/{departement.code}"
        self.lines.append(f"<{version}> <{PREFIXES['prov']}wasGeneratedBy> <{decision}> .\n")
        for bassin in bassins:
            zone = zone_iri(bassin.code)
            self._say(zone, "EmploymentBasin", f"Bassin {bassin.code}", bassin.code)
            self.lines.append(f"<{zone}> <{DEF}inZoning> <{version}> .\n")
            for epci, communes in bassin.epci:
                grouping = thing(BASE, "epci", epci.code)
                self._say(grouping, "Epci", epci.name, epci.code)
                self.lines.append(f"<{thing(BASE, 'authority', epci.code)}> <{DEF}governs> <{grouping}> .\n")
                for commune in communes:
                    node = thing(BASE, "commune", commune.code)
                    self._say(node, "Commune", commune.name, commune.code, iri, zone, grouping)


def departements_of(places: Territories, regions: int, departements: int) -> list[Territory]:
    """Départements of as many regions as asked, each region with one at least, in the order of their codes."""
    found = sorted((each for each in places.all("departement") if each.parent("region")), key=lambda each: each.code)
    by_region: dict[str, list[Territory]] = {}
    for each in found:
        by_region.setdefault(each.parent("region") or "", []).append(each)
    # Regions with several départements first: a small country shows both.
    chosen = sorted(by_region.values(), key=lambda inside: (-len(inside), inside[0].code))[:regions]
    firsts = [inside[0] for inside in chosen]
    others = [each for inside in chosen for each in inside[1:]]
    return sorted((firsts + others)[:departements], key=lambda each: each.code)


def bassins_of(draw: random.Random, places: Territories, departements: list[Territory], count: int) -> list[Bassin]:
    """`count` bassins, one at least a département, each of whole EPCI (here: some of their communes)."""
    epci = {each.code: _epci_of(places, each) for each in departements}
    sizes = dict.fromkeys(epci, 1)
    while sum(sizes.values()) < count:
        open_to = [code for code in epci if sizes[code] < len(epci[code])]
        if not open_to:
            raise ValueError(f"{count} bassins are more than the EPCI of {len(epci)} départements allow")
        sizes[draw.choices(open_to, [len(epci[code]) / sizes[code] for code in open_to])[0]] += 1
    found: list[Bassin] = []
    for code, inside in epci.items():
        draw.shuffle(inside)
        for number in range(sizes[code]):
            found.append(Bassin(f"{code}-{number + 1}", code, tuple(inside[number :: sizes[code]])))
    return found


def _epci_of(places: Territories, departement: Territory) -> list[tuple[Territory, tuple[Territory, ...]]]:
    """The EPCI of which a commune lies in the département, with a few of their communes there."""
    groups: dict[str, list[Territory]] = {}
    for code in places.communes_of("departement", departement.code):
        commune = places.by_code("commune", code)
        above = commune.parent("epci") if commune else None
        if commune and above and len(groups.setdefault(above, [])) < _COMMUNES_OF_EPCI:
            groups[above].append(commune)
    # One that straddles is counted where it begins; a département that has no other (the Paris ring) keeps its part.
    own = {code for code in groups if _first_departement(places, code) == departement.code} or set(groups)
    found = [(places.by_code("epci", code), tuple(groups[code])) for code in sorted(own)]
    return [(epci, communes) for epci, communes in found if epci]


def _first_departement(places: Territories, epci: str) -> str | None:
    commune = places.by_code("commune", min(places.communes_of("epci", epci)))
    return commune.parent("departement") if commune else None


def country_iri() -> str:
    return thing(BASE, "country", "FR")


def committee_iri(level: str, code: str) -> str:
    return thing(BASE, "committee", f"{level}-{code}")


def council_iri(departement: str) -> str:
    return thing(BASE, "authority", f"departement-{departement}")


def zone_iri(code: str) -> str:
    return f"{BASE}/id/zone/bassins/2024/{code}"


def zoning_iri(departement: str) -> str:
    return f"{BASE}/id/zoning/bassins-{departement}/2024"
