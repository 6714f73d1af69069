"""Derived triples: small relations that make zone and barrier questions fast, defined by `queries/derive/`.

Each relation has a graph of its own (`<base>/graph/derived/<relation>`), never edited: what territories contain and
meet, made by the queries when territories or zonings change; and, a graph a source,
which barriers its solutions address.
"""

import io
from collections.abc import Iterable

from pyoxigraph import RdfFormat, serialize

from ftgraph import namespaces, queries
from ftgraph.graph.ntriples import iri
from ftgraph.graph.store import Writer
from ftgraph.namespaces import DEF, VOC

TERRITORIAL = ("contains-commune", "meets")
ADDRESSES = "addresses-barrier"
_ADDRESSES = f" <{DEF}addressesBarrier> <{VOC}"


def derive_territories(writer: Writer, base: str) -> None:
    """Rebuild what rests on territories and zonings alone, in order: `meets` rests on `contains-commune`."""
    for name in TERRITORIAL:
        triples = io.BytesIO()
        serialize(writer.construct(queries.text(f"derive/{name}")), triples, format=RdfFormat.N_TRIPLES)
        triples.seek(0)
        writer.replace_graph(namespaces.graph(base, "derived", name), triples)


def addresses_graph(base: str, graph: str) -> str:
    """The derived graph of a source's graph."""
    return namespaces.graph(base, "derived", ADDRESSES, graph.removeprefix(f"{base}/graph/"))


def derive_addresses(writer: Writer, base: str, graph: str, solutions: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Rebuild which barriers the solutions of `graph` address, as `queries/derive/addresses-barrier.rq` defines it.

    `solutions`: IRI → `<scheme>/<notation>` of each barrier, broader ones included. That query takes ten times as long
    on a national graph, most of it to write out texts that the caller has at hand.
    """
    out = io.BytesIO()
    for solution, barriers in solutions:
        start = iri(solution) + _ADDRESSES
        out.write("".join([f"{start}{barrier}> .\n" for barrier in barriers]).encode())
    out.seek(0)
    writer.replace_graph(addresses_graph(base, graph), out)


def drop_addresses(writer: Writer, base: str, graph: str) -> None:
    """Forget the barriers of a source that is gone."""
    writer.drop_graph(addresses_graph(base, graph))
