"""Derived triples: small relations that make zone and barrier questions fast, defined by `queries/derive/`.

Each relation has a graph of its own (`<base>/graph/derived/<relation>`), never edited: what territories contain and
meet, made when territories or zonings change; and, a graph a source, which barriers its solutions address. They are
made here from what the graph states, because the queries that define them take ten times as long on a national graph;
tests hold them to those queries.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from ftgraph import namespaces, queries
from ftgraph.graph.ntriples import iri
from ftgraph.graph.store import Writer
from ftgraph.namespaces import DEF, VOC

ADDRESSES = "addresses-barrier"
_ADDRESSES = f" <{DEF}addressesBarrier> <{VOC}"
_CONTAINS = f" <{DEF}containsCommune> "
_MEETS = f" <{DEF}meets> "

Lying = Mapping[str, frozenset[str]]
"""Each of today's communes → the territories that it lies in, itself apart; all by IRI."""


class Source(Protocol):
    """What relations are derived from: a reader or a writer of the store."""

    def select(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""


def lying(source: Source) -> Lying:
    """Where each commune lies: directly, through its département, and through that one's région."""
    directly: dict[str, dict[str, set[str]]] = {}
    for territory, kind, wider in source.select(queries.text("derive/within")):
        within = directly.setdefault(kind.value.removeprefix(DEF), {}).setdefault(territory.value, set())
        if wider is not None:
            within.add(wider.value)
    through: dict[str, set[str]] = {}
    for departement, within in directly.get("Departement", {}).items():
        regions = (above for region, above in directly.get("Region", {}).items() if region in within)
        through[departement] = within.union(*regions)
    known: dict[frozenset[str], frozenset[str]] = {}
    found: dict[str, frozenset[str]] = {}
    for commune, within in directly.get("Commune", {}).items():
        key = frozenset(within)
        if key not in known:
            known[key] = key.union(*(through[one] for one in key if one in through))
        found[commune] = known[key]
    return found


def derive_territories(writer: Writer, base: str, communes: Lying) -> None:
    """Rebuild what rests on territories and zonings alone: which communes each contains, and which territories meet."""
    terms = {name: iri(name) for name in {*communes, *frozenset().union(*communes.values())}}
    contains, meets = [], []
    for commune, within in communes.items():
        term = terms[commune]
        contains.append(f"{term}{_CONTAINS}{term} .\n")
        contains += [f"{terms[one]}{_CONTAINS}{term} .\n" for one in within]
        meets += [f"{term}{_MEETS}{terms[one]} .\n" for one in within]
    together: dict[str, set[str]] = {}
    for sharing in set(communes.values()):
        for one in sharing:
            together.setdefault(one, set()).update(sharing)
    for one, others in together.items():
        meets += [f"{terms[one]}{_MEETS}{terms[other]} .\n" for other in others]
    for name, lines in (("contains-commune", contains), ("meets", meets)):
        writer.replace_graph(namespaces.graph(base, "derived", name), io.BytesIO("".join(lines).encode()))


def addresses_graph(base: str, graph: str) -> str:
    """The derived graph of a source's graph."""
    return namespaces.graph(base, "derived", ADDRESSES, graph.removeprefix(f"{base}/graph/"))


def derive_addresses(writer: Writer, base: str, graph: str, solutions: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """Rebuild which barriers the solutions of `graph` address, as `queries/derive/addresses-barrier.rq` defines it.

    `solutions`: IRI → `<scheme>/<notation>` of each barrier, broader ones included. That query takes ten times as long
    on a national graph, most of it to write out texts that the caller has at hand.
    """
    out = io.BytesIO()
    between: dict[tuple[str, ...], list[str]] = {}
    for solution, barriers in solutions:
        if (ends := between.get(barriers)) is None:
            ends = between[barriers] = ["", *(f"{_ADDRESSES}{barrier}> .\n" for barrier in barriers)]
        out.write(f"<{solution}>".join(ends).encode())
    out.seek(0)
    writer.replace_graph(addresses_graph(base, graph), out, sound=True)


def drop_addresses(writer: Writer, base: str, graph: str) -> None:
    """Forget the barriers of a source that is gone."""
    writer.drop_graph(addresses_graph(base, graph))
