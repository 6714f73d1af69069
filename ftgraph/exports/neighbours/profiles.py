"""The models of neighbours that solutions are exported to, and the writing of each, in pieces of bounded size."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import orjson

from ftgraph.errors import UsageError
from ftgraph.exports import jsonld, rdf_nodes, turtle_document
from ftgraph.exports.formats import JSON, JSON_LINES, JSONLD, TURTLE, ZIP, Format
from ftgraph.exports.neighbours import data_inclusion, hsds, hsds_tables, schema_org
from ftgraph.graph.store import Queryable
from ftgraph.solutions import Answer, SolutionFilters, SolutionRow
from ftgraph.solutions.records import Offered, communes_of, offered, structures, structures_of
from ftgraph.sources.data_inclusion_rows import row_of
from ftgraph.wording import Text

_AT_ONCE = 200


@dataclass(frozen=True)
class Profile:
    """A neighbour's model. `name` is what a user types; the first of `formats` is its own."""

    name: str
    label: Text
    formats: Sequence[Format]


@dataclass(frozen=True)
class NeighbourExport:
    """What is exported: `rows`, taken once, `total` of them; `graph` is asked for what rows do not hold.

    `sources`: keys of those whose structures without a solution are wanted too (data·inclusion alone has a place for
    them); none for a question that chooses among solutions. `base`: the root of the things' IRIs.
    """

    rows: Iterable[SolutionRow]
    total: int
    graph: Queryable
    base: str
    sources: Sequence[str] = ()
    language: str = "fr"


PROFILES: Sequence[Profile] = (
    Profile("hsds", Text("Open Referral HSDS 3"), (JSON, ZIP)),
    Profile("data-inclusion", Text("data·inclusion v1"), (JSON_LINES,)),
    Profile("cpsv-ap", Text("CPSV-AP 3.2"), (TURTLE, JSONLD)),
    Profile("schema-org", Text("schema.org"), (JSONLD,)),
)


def profile(name: str) -> Profile:
    """The profile of that name. Raises `UsageError` that lists what there is."""
    for each in PROFILES:
        if each.name == name.strip().lower():
            return each
    names = ", ".join(each.name for each in PROFILES)
    raise UsageError(
        f"Le modèle « {name[:60]} » n’est pas proposé.",
        f"There is no model “{name[:60]}”.",
        cure=f"Choisissez parmi {names}.",
        cure_en=f"Choose among {names}.",
    )


def whole_sources(filters: SolutionFilters, answer: Answer) -> tuple[str, ...]:
    """The sources that a question takes whole, for `NeighbourExport`: none when it chooses among their solutions."""
    chooses = replace(filters, sources=(), as_of=None, sort=SolutionFilters().sort) != SolutionFilters()
    return () if chooses else filters.sources or tuple(each.value for each in answer.facets.get("source", ()))


def pieces(chosen: Profile, kind: Format, export: NeighbourExport) -> Iterator[bytes]:
    """The file in pieces."""
    return _WRITERS[chosen.name](kind, export)


def _whole(export: NeighbourExport) -> Iterator[list[tuple[SolutionRow, Offered]]]:
    """Rows with their records, in batches: index and graph are of one generation, so that each row has its record."""
    rows = iter(export.rows)
    while some := list(islice(rows, _AT_ONCE)):
        found = {each.iri: each for each in offered(export.graph, (row.iri for row in some), export.base)}
        yield [(row, found[row.iri]) for row in some if row.iri in found]


def _hsds(kind: Format, export: NeighbourExport) -> Iterator[bytes]:
    """One page of services, as HSDS's API answers with: all of them; or its tables in a ZIP."""
    if kind is ZIP:
        yield from hsds_tables.pieces(hsds.service(row, whole) for some in _whole(export) for row, whole in some)
        return
    heading = hsds.ServicesPage(export.total, 1, 1, export.total, True, True, export.total == 0, ())
    yield orjson.dumps(heading).removesuffix(b"]}")
    separator = b""
    for some in _whole(export):
        if some:
            yield separator + orjson.dumps([hsds.service(row, whole) for row, whole in some])[1:-1]
            separator = b","
    yield b"]}\n"


def _data_inclusion(kind: Format, export: NeighbourExport) -> Iterator[bytes]:
    """Each structure once, before the first of its services; then the structures that offer nothing."""
    met: set[str] = set()
    for some in _whole(export):
        wider = dict.fromkeys(key for _, each in some for key in data_inclusion.without_code(each.solution))
        communes = communes_of(export.graph, export.base, list(wider))
        lines = []
        for _, each in some:
            if each.structure is not None and each.structure_iri not in met:
                met.add(each.structure_iri)
                lines.append(data_inclusion.line(row_of(each.structure)))
            lines.append(data_inclusion.line(data_inclusion.service(each.solution, communes)))
        yield b"".join(lines)
    others = (iri for iri in structures_of(export.graph, export.sources, export.base) if iri not in met)
    for _, record in structures(export.graph, others, export.base):
        yield data_inclusion.line(row_of(record))


def _cpsv_ap(kind: Format, export: NeighbourExport) -> Iterator[bytes]:
    nodes = rdf_nodes.nodes(export.rows, export.base, export.language)
    return turtle_document.pieces(nodes) if kind is TURTLE else jsonld.pieces(nodes)


def _schema_org(kind: Format, export: NeighbourExport) -> Iterator[bytes]:
    yield orjson.dumps({"@context": schema_org.INLINE})[:-1] + b',"@graph":['
    rows = iter(export.rows)
    separator = b""
    while some := list(islice(rows, _AT_ONCE)):
        yield separator + orjson.dumps([schema_org.service(row) for row in some])[1:-1]
        separator = b","
    yield b"]}\n"


_WRITERS: Mapping[str, Callable[[Format, NeighbourExport], Iterator[bytes]]] = {
    "hsds": _hsds,
    "data-inclusion": _data_inclusion,
    "cpsv-ap": _cpsv_ap,
    "schema-org": _schema_org,
}
