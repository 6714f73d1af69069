"""Solutions and structures whole, as the graph holds them: what exports to other models are made of.

An answer's rows hold what readers look at; records hold all the rest too (how to mobilise, volumes, fields outside the
schema). They are read in batches, so that a country never stands whole in memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF, PREFIXES, VOC, thing
from ftgraph.sources.solution_records import SolutionRecord, StructureRecord

_AT_ONCE = 200
Said = Mapping[str, Sequence[str]]

_DCT, _SCHEMA, _FOAF, _GEO = (PREFIXES[name] for name in ("dct", "schema", "foaf", "geo"))
_AUTHORITY = f"{PREFIXES['cv']}hasCompetentAuthority"


@dataclass(frozen=True)
class Offered:
    """A solution with the structure that offers it, None when the graph does not describe that; their IRIs."""

    iri: str
    solution: SolutionRecord
    structure_iri: str
    structure: StructureRecord | None


def offered(graph: Queryable, iris: Iterable[str], base: str) -> Iterator[Offered]:
    """The records of solutions, in the order of their IRIs; those that are gone are passed over."""
    waiting = iter(iris)
    structures: dict[str, StructureRecord | None] = {}
    while some := list(islice(waiting, _AT_ONCE)):
        said = _said(graph, some)
        named = {iri: _last(said[iri].get(_AUTHORITY, ())) for iri in some if iri in said}
        wanted = [iri for iri in dict.fromkeys(named.values()) if iri and iri not in structures]
        # Solutions of a structure mostly stand together: the last ones seen are enough to remember.
        if len(structures) > _AT_ONCE * 10:
            structures = {iri: structures[iri] for iri in set(named.values()) & structures.keys()}
        found = _said(graph, wanted)
        structures |= {iri: _structure(found[iri], base) if iri in found else None for iri in wanted}
        for iri in some:
            if iri in said:
                yield Offered(iri, _solution(said[iri], base), named[iri], structures.get(named[iri]))


def structures(graph: Queryable, iris: Iterable[str], base: str) -> Iterator[tuple[str, StructureRecord]]:
    """The records of structures with their IRIs."""
    waiting = iter(iris)
    while some := list(islice(waiting, _AT_ONCE)):
        said = _said(graph, some)
        yield from ((iri, _structure(said[iri], base)) for iri in some if iri in said)


def structures_of(graph: Queryable, sources: Sequence[str], base: str) -> list[str]:
    """The IRIs of the structures of sources, by key."""
    if not sources:
        return []
    named = [thing(base, "dataset", key) for key in sources]
    rows = list(graph.select(queries.text("structures/of-sources", source=named)))
    return [row[0].value for row in rows if isinstance(row[0], NamedNode)]


def communes_of(graph: Queryable, base: str, keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The communes, by code, of territories that have no code of their own elsewhere, by key (`zone/clpe/…`)."""
    if not keys:
        return {}
    root = f"{thing(base, '')}"
    found: dict[str, list[str]] = {}
    rows = list(graph.select(queries.text("solutions/communes-of-zones", zone=[root + key for key in keys])))
    for zone, code in rows:
        if isinstance(zone, NamedNode) and isinstance(code, Literal):
            found.setdefault(zone.value.removeprefix(root), []).append(code.value)
    return found


def _said(graph: Queryable, iris: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """What is said of things: IRI → property → values, as texts."""
    found: dict[str, dict[str, list[str]]] = {}
    if not iris:
        return found
    # Taken whole: pieces of an export are made in one thread after another, which an open answer would not bear.
    for subject, prop, value in list(graph.select(queries.text("solutions/statements", thing=list(iris)))):
        if isinstance(subject, NamedNode) and isinstance(prop, NamedNode) and isinstance(value, NamedNode | Literal):
            found.setdefault(subject.value, {}).setdefault(prop.value, []).append(value.value)
    return found


def _solution(said: Said, base: str) -> SolutionRecord:
    return SolutionRecord(
        id=_one(said, f"{_DCT}identifier") or "",
        source=_source(said, base),
        structure_id=_key(_last(said.get(_AUTHORITY, ())), thing(base, "structure", "")),
        title=_one(said, f"{_DCT}title") or "",
        description=_one(said, f"{_DCT}description") or "",
        modified=_day(said),
        page=_one(said, f"{_FOAF}page"),
        service_type=_concept(said, "serviceType"),
        barriers=_concepts(said, "barrier"),
        unrecognised_barrier=_one(said, f"{DEF}unrecognisedBarrier"),
        fee=_concept(said, "fee"),
        fee_details=_one(said, f"{DEF}feeDetails"),
        publics=_concepts(said, "public"),
        public_details=_one(said, f"{DEF}publicDetails"),
        access_conditions=_one(said, f"{DEF}accessConditions"),
        locality_name=_one(said, f"{DEF}localityName"),
        postal_code=_one(said, f"{DEF}postalCode"),
        location=_location(said),
        address=_one(said, f"{DEF}address"),
        address_complement=_one(said, f"{DEF}addressComplement"),
        latitude=_number(said, f"{_GEO}lat"),
        longitude=_number(said, f"{_GEO}long"),
        telephone=_one(said, f"{_SCHEMA}telephone"),
        email=_one(said, f"{_SCHEMA}email"),
        modes=_concepts(said, "mode"),
        zones=tuple(sorted(_key(each, thing(base, "")) for each in said.get(f"{_DCT}spatial", ()))),
        contact_name=_one(said, f"{DEF}contactName"),
        mobilisation_page=_one(said, f"{DEF}mobilisationPage"),
        mobilisation_modes=_concepts(said, "mobilisationMode"),
        mobilisable_by=_concepts(said, "mobilisableBy"),
        mobilisation_details=_one(said, f"{DEF}mobilisationDetails"),
        weekly_hours=_number(said, f"{DEF}weeklyHours"),
        weeks=_whole(said, f"{DEF}weeks"),
        opening_hours=_one(said, f"{DEF}openingHours"),
        extra=_one(said, f"{DEF}extra"),
        quality=_number(said, f"{DEF}qualityScore") or 0.0,
        example=_one(said, f"{DEF}example") == "true",
    )


def _structure(said: Said, base: str) -> StructureRecord:
    return StructureRecord(
        id=_one(said, f"{_DCT}identifier") or "",
        source=_source(said, base),
        name=_one(said, f"{PREFIXES['skos']}prefLabel") or "",
        description=_one(said, f"{_DCT}description"),
        siret=_one(said, f"{DEF}siret"),
        networks=_concepts(said, "network"),
        locality_name=_one(said, f"{DEF}localityName"),
        postal_code=_one(said, f"{DEF}postalCode"),
        location=_location(said),
        address=_one(said, f"{DEF}address"),
        address_complement=_one(said, f"{DEF}addressComplement"),
        latitude=_number(said, f"{_GEO}lat"),
        longitude=_number(said, f"{_GEO}long"),
        telephone=_one(said, f"{_SCHEMA}telephone"),
        email=_one(said, f"{_SCHEMA}email"),
        homepage=_one(said, f"{_FOAF}homepage"),
        page=_one(said, f"{_FOAF}page"),
        opening_hours=_one(said, f"{DEF}openingHours"),
        accessibility_page=_one(said, f"{DEF}accessibilityPage"),
        modified=_day(said),
        extra=_one(said, f"{DEF}extra"),
        example=_one(said, f"{DEF}example") == "true",
    )


def _one(said: Said, name: str) -> str | None:
    values = said.get(name)
    return values[0] if values else None


def _last(values: Sequence[str]) -> str:
    return values[-1] if values else ""


def _key(iri: str, root: str) -> str:
    return unquote(iri.removeprefix(root))


def _source(said: Said, base: str) -> str:
    return _key(_one(said, f"{_DCT}isPartOf") or "", thing(base, "dataset", ""))


def _location(said: Said) -> str | None:
    found = _one(said, f"{DEF}location")
    return found.rpartition("/")[2] if found else None


def _concepts(said: Said, name: str) -> tuple[str, ...]:
    return tuple(sorted(_notation(each) for each in said.get(DEF + name, ())))


def _concept(said: Said, name: str) -> str | None:
    found = _concepts(said, name)
    return found[0] if found else None


def _notation(iri: str) -> str:
    return _key(iri.removeprefix(VOC).partition("/")[2], "")


def _number(said: Said, name: str) -> float | None:
    found = _one(said, name)
    return float(found) if found else None


def _whole(said: Said, name: str) -> int | None:
    found = _one(said, name)
    return int(found) if found else None


def _day(said: Said) -> date | None:
    found = _one(said, f"{_DCT}modified")
    return date.fromisoformat(found[:10]) if found else None
