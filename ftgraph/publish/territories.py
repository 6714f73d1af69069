"""The territories as RDF (graph `<base>/graph/territories`), as `docs/model.md` sets them out."""

from collections.abc import Iterator
from decimal import Decimal

from ftgraph.graph.ntriples import iri, literal
from ftgraph.namespaces import PREFIXES, concept, thing
from ftgraph.sources.territories import KINDS, Authority, FormerCode, Territories, Territory

_FT, _RDFS, _GEO = PREFIXES["ft"], PREFIXES["rdfs"], PREFIXES["geo"]
_TYPE = iri(f"{PREFIXES['rdf']}type")
_LABEL = iri(f"{_RDFS}label")
_ALT_LABEL = iri(f"{PREFIXES['skos']}altLabel")
_PREF_LABEL = iri(f"{PREFIXES['skos']}prefLabel")
_CODE = iri(f"{_FT}code")
_WITHIN = iri(f"{_FT}within")
_POPULATION = iri(f"{_FT}population")
_POSTAL_CODE = iri(f"{_FT}postalCode")
_RESOLVES_TO = iri(f"{_FT}resolvesTo")
_GOVERNS = iri(f"{_FT}governs")
_POWER = iri(f"{_FT}exercisesPower")
_INSEE_CODE = iri(f"{PREFIXES['igeo']}codeINSEE")
_LATITUDE, _LONGITUDE = iri(f"{_GEO}lat"), iri(f"{_GEO}long")

_CLASSES = {
    "country": "Country",
    "region": "Region",
    "departement": "Departement",
    "arrondissement": "Arrondissement",
    "epci": "Epci",
    "ept": "Ept",
    "commune": "Commune",
}
_FORMER_CLASSES = {
    "former": "FormerCommune",
    "delegated": "DelegatedCommune",
    "associated": "AssociatedCommune",
    "municipal-arrondissement": "MunicipalArrondissement",
}
# An EPCI's and an EPT's code is a SIREN, the country's is ISO 3166's.
_WITH_INSEE_CODE = frozenset({"region", "departement", "arrondissement", "commune"})


def triples(territories: Territories, base: str) -> Iterator[str]:
    """N-Triples text, one chunk a thing: every territory, former code and collectivity."""
    for kind in KINDS:
        for territory in territories.all(kind):
            yield _territory(territory, base)
    for former in territories.former.values():
        yield _former(former, base)
    for authority in territories.authorities:
        yield _authority(authority, base)


def _territory(territory: Territory, base: str) -> str:
    subject = iri(thing(base, territory.kind, territory.code))
    code = literal(territory.code)
    lines = [
        f"{subject} {_TYPE} {iri(_FT + _CLASSES[territory.kind])} .\n",
        f"{subject} {_LABEL} {literal(territory.name, 'fr')} .\n",
        f"{subject} {_CODE} {code} .\n",
    ]
    if territory.kind in _WITH_INSEE_CODE:
        lines.append(f"{subject} {_INSEE_CODE} {code} .\n")
    if territory.population is not None:
        lines.append(f"{subject} {_POPULATION} {literal(territory.population)} .\n")
    lines.extend(f"{subject} {_WITHIN} {iri(thing(base, *parent))} .\n" for parent in territory.within)
    lines.extend(f"{subject} {_POSTAL_CODE} {literal(text)} .\n" for text in territory.postal_codes)
    if territory.other_name:
        lines.append(f"{subject} {_ALT_LABEL} {literal(territory.other_name, 'fr')} .\n")
    if territory.latitude is not None and territory.longitude is not None:
        lines.append(f"{subject} {_LATITUDE} {literal(Decimal(str(territory.latitude)))} .\n")
        lines.append(f"{subject} {_LONGITUDE} {literal(Decimal(str(territory.longitude)))} .\n")
    return "".join(lines)


def _former(former: FormerCode, base: str) -> str:
    subject = iri(thing(base, "commune", former.code))
    # The official list keeps the old code but not the old name.
    name = former.name or f"Ancienne commune {former.code}"
    return (
        f"{subject} {_TYPE} {iri(_FT + _FORMER_CLASSES[former.kind])} .\n"
        f"{subject} {_LABEL} {literal(name, 'fr')} .\n"
        f"{subject} {_CODE} {literal(former.code)} .\n"
        f"{subject} {_RESOLVES_TO} {iri(thing(base, 'commune', former.commune))} .\n"
    )


def _authority(authority: Authority, base: str) -> str:
    subject = iri(thing(base, "authority", authority.key))
    lines = [
        f"{subject} {_TYPE} {iri(_FT + 'LocalAuthority')} .\n",
        f"{subject} {_PREF_LABEL} {literal(authority.name, 'fr')} .\n",
    ]
    lines.extend(f"{subject} {_GOVERNS} {iri(thing(base, *territory))} .\n" for territory in authority.governs)
    lines.extend(f"{subject} {_POWER} {iri(concept('power', power))} .\n" for power in authority.powers)
    return "".join(lines)
