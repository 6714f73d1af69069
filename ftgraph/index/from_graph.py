"""The records of a source, read back from its graph: for parts that no import left, as on a store filled elsewhere."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from ftgraph import queries
from ftgraph.errors import SourceError
from ftgraph.index.ground import Source
from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.sources.solution_records import Record, SolutionRecord, StructureRecord

_DCT, _GEO = PREFIXES["dct"], PREFIXES["geo"]
_TEXTS = {
    "id": f"{_DCT}identifier",
    "title": f"{_DCT}title",
    "description": f"{_DCT}description",
    "public_details": f"{DEF}publicDetails",
    "fee_details": f"{DEF}feeDetails",
    "access_conditions": f"{DEF}accessConditions",
    "mobilisation_details": f"{DEF}mobilisationDetails",
    "opening_hours": f"{DEF}openingHours",
    "address": f"{DEF}address",
    "postal_code": f"{DEF}postalCode",
    "unrecognised_barrier": f"{DEF}unrecognisedBarrier",
    "telephone": f"{PREFIXES['schema']}telephone",
    "email": f"{PREFIXES['schema']}email",
    "mobilisation_page": f"{DEF}mobilisationPage",
    "page": f"{PREFIXES['foaf']}page",
}
_CODES = {  # the last step of the IRI is the value
    "structure_id": f"{PREFIXES['cv']}hasCompetentAuthority",
    "source": f"{_DCT}isPartOf",
    "location": f"{DEF}location",
    "fee": f"{DEF}fee",
    "service_type": f"{DEF}serviceType",
}
_SETS = {
    "barriers": f"{DEF}barrier",
    "publics": f"{DEF}public",
    "modes": f"{DEF}mode",
    "networks": f"{DEF}network",
}
_ZONES = f"{_DCT}spatial"
_NUMBERS = {"latitude": f"{_GEO}lat", "longitude": f"{_GEO}long", "quality": f"{DEF}qualityScore"}
_REQUIRED = {"id": "", "source": "", "structure_id": "", "title": "", "description": ""}


def records(source: Source, graph: str, base: str) -> Iterator[Record]:
    """The structures of a graph, then its solutions, with what the index holds of them. Held in memory meanwhile.

    One without an identifier goes by the last part of its IRI. Raises `SourceError` on a value of the wrong kind.
    """
    structures: dict[str, dict[str, Any]] = {}
    solutions: dict[str, dict[str, Any]] = {}
    kinds = {f"{DEF}Structure": structures, f"{DEF}Solution": solutions}
    for subject, kind in _values(source, graph, f"{PREFIXES['rdf']}type"):
        if kind.value in kinds:
            kinds[kind.value][subject] = {}
    for field, prop in (("id", f"{_DCT}identifier"), ("name", f"{PREFIXES['skos']}prefLabel")):
        for subject, value in _values(source, graph, prop):
            if subject in structures:
                structures[subject][field] = value.value
    for subject, field, one in _solution_values(source, graph, base):
        if subject in structures and field == "networks":
            structures[subject].setdefault(field, []).append(one)
        if subject not in solutions:
            continue
        _keep(solutions[subject], field, one)
    for subject, stated in (*structures.items(), *solutions.items()):
        stated.setdefault("id", unquote(subject.rpartition("/")[2]))
    for stated in structures.values():
        networks = tuple(sorted(stated.get("networks", ())))
        yield StructureRecord(id=stated["id"], source="", name=stated.get("name", ""), networks=networks)
    for stated in solutions.values():
        sets = {field: tuple(sorted(values)) for field, values in stated.items() if isinstance(values, list)}
        sets.pop("networks", None)
        stated.pop("networks", None)
        yield SolutionRecord(**{**_REQUIRED, **stated, **sets})


def _keep(stated: dict[str, Any], field: str, one: Any) -> None:
    if field in _SETS or field == "zones":
        stated.setdefault(field, []).append(one)
    else:
        stated[field] = one


def _solution_values(source: Source, graph: str, base: str) -> Iterator[tuple[str, str, Any]]:
    for field, prop in _TEXTS.items():
        for subject, value in _values(source, graph, prop):
            yield subject, field, value.value
    for field, prop in {**_CODES, **_SETS}.items():
        for subject, value in _values(source, graph, prop):
            yield subject, field, unquote(value.value.rpartition("/")[2])
    for subject, value in _values(source, graph, _ZONES):
        yield subject, "zones", unquote(value.value.removeprefix(f"{base}/id/"))
    for field, prop in _NUMBERS.items():
        for subject, value in _values(source, graph, prop):
            yield subject, field, _read(float, value, subject, prop, ("un nombre", "a number"))
    modified = f"{_DCT}modified"
    for subject, value in _values(source, graph, modified):
        yield subject, "modified", _read(date.fromisoformat, value, subject, modified, ("une date", "a date"))
    for subject, value in _values(source, graph, f"{DEF}example"):
        yield subject, "example", value.value == "true"


def _read(how: Callable[[str], Any], value: Any, subject: str, prop: str, expected: tuple[str, str]) -> Any:
    try:
        return how(value.value)
    except ValueError as error:
        raise SourceError(
            f"«\u202f{subject}\u202f» porte «\u202f{value.value[:60]}\u202f» comme {prop}\u202f: "
            f"{expected[0]} est attendu{'e' if expected[0].startswith('une') else ''}.",
            f"“{subject}” has “{value.value[:60]}” as {prop}: {expected[1]} is expected.",
            cure="Corrigez cette valeur, puis recommencez.",
            cure_en="Correct this value, then try again.",
        ) from error


def _values(source: Source, graph: str, prop: str) -> Iterator[tuple[str, Any]]:
    for subject, value in source.select(queries.text("index/values", graph=graph, property=prop)):
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):  # else nothing of ours says it
            yield subject.value, value
