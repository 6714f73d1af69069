"""A version of a zoning as RDF (graph `<base>/graph/zoning/<key>/<version>`), as `docs/model.md` sets it out.

Each version has a graph of its own: a new one stands beside the old, importing the same one again replaces it.

"As of" a date, a zoning's version in force is the one with the greatest `ft:validFrom` that is not after the date,
provided that its `ft:validUntil` is absent or not before the date. So a newer version closes an open-ended older one
the day before it starts, without a word being rewritten; and where the newest version has ended, none is in force:
an older one does not come back to life.

Arrondissements are a zoning that is not published here: they are territories, in `<base>/graph/territories`.
"""

from collections.abc import Iterator

from ftgraph.graph.ntriples import iri, literal
from ftgraph.namespaces import PREFIXES, graph, thing
from ftgraph.sources.zoning import ZoningDecision, ZoningTable

_FT, _DCT = PREFIXES["ft"], PREFIXES["dct"]
_TYPE = iri(f"{PREFIXES['rdf']}type")
_LABEL = iri(f"{PREFIXES['rdfs']}label")
_CODE = iri(f"{_FT}code")
_WITHIN = iri(f"{_FT}within")
_IN_ZONING = iri(f"{_FT}inZoning")
_VERSION_OF = iri(f"{_FT}versionOf")
_VERSION = iri(f"{_FT}version")
_VALID_FROM, _VALID_UNTIL = iri(f"{_FT}validFrom"), iri(f"{_FT}validUntil")
_GENERATED_BY = iri(f"{PREFIXES['prov']}wasGeneratedBy")
_TITLE, _DATE, _IDENTIFIER = iri(f"{_DCT}title"), iri(f"{_DCT}date"), iri(f"{_DCT}identifier")
_ZONING, _ZONING_VERSION, _ZONING_DECISION, _ZONE, _BASIN = (
    iri(_FT + name) for name in ("Zoning", "ZoningVersion", "ZoningDecision", "Zone", "EmploymentBasin")
)


def graph_of(zoning: ZoningTable, base: str) -> str:
    """The IRI of the version's named graph."""
    return graph(base, "zoning", zoning.key, zoning.version)


def triples(zoning: ZoningTable, base: str) -> Iterator[str]:
    """N-Triples text, in chunks: the series, the version, its decision, then each zone with its communes."""
    series = iri(thing(base, "zoning", zoning.key))
    version = iri(thing(base, "zoning", zoning.key, zoning.version))
    yield (
        f"{series} {_TYPE} {_ZONING} .\n"
        f"{series} {_LABEL} {literal(zoning.label, 'fr')} .\n"
        f"{series} {_CODE} {literal(zoning.key)} .\n"
        f"{version} {_TYPE} {_ZONING_VERSION} .\n"
        f"{version} {_VERSION_OF} {series} .\n"
        f"{version} {_VERSION} {literal(zoning.version)} .\n"
        f"{version} {_VALID_FROM} {literal(zoning.valid_from)} .\n"
    )
    if zoning.valid_until is not None:
        yield f"{version} {_VALID_UNTIL} {literal(zoning.valid_until)} .\n"
    if zoning.decision is not None:
        decision = iri(thing(base, "zoning-decision", zoning.key, zoning.version))
        yield f"{version} {_GENERATED_BY} {decision} .\n"
        yield _decision(zoning.decision, decision)
    for zone in zoning.zones:
        subject = iri(thing(base, "zone", zoning.key, zoning.version, zone.code))
        lines = [
            f"{subject} {_TYPE} {_BASIN if zoning.employment_basins else _ZONE} .\n",
            f"{subject} {_LABEL} {literal(zone.name, 'fr')} .\n",
            f"{subject} {_CODE} {literal(zone.code)} .\n",
            f"{subject} {_IN_ZONING} {version} .\n",
        ]
        lines.extend(f"{iri(thing(base, 'commune', code))} {_WITHIN} {subject} .\n" for code in zone.communes)
        yield "".join(lines)


def _decision(decision: ZoningDecision, subject: str) -> str:
    lines = [f"{subject} {_TYPE} {_ZONING_DECISION} .\n"]
    if decision.title:
        lines.append(f"{subject} {_TITLE} {literal(decision.title, 'fr')} .\n")
    if decision.reference:
        lines.append(f"{subject} {_IDENTIFIER} {literal(decision.reference)} .\n")
    if decision.decided_on is not None:
        lines.append(f"{subject} {_DATE} {literal(decision.decided_on)} .\n")
    return "".join(lines)
