"""Turtle: the description of solutions, one block a thing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from ftgraph.exports.rdf_nodes import Iri, Node, Term, Text
from ftgraph.graph.ntriples import iri, literal
from ftgraph.namespaces import PREFIXES

USED = ("ft", "rdfs", "skos", "dct", "cv", "cpsv", "foaf", "geo", "xsd")
"""The prefixes that descriptions are written with."""
_NODES_A_PIECE = 500
_NEXT = " ;\n    "


def pieces(nodes: Iterable[Node], prefixes: Sequence[str] = USED) -> Iterator[bytes]:
    """The file in pieces."""
    blocks = ["".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in prefixes)]
    for node in nodes:
        blocks.append(_block(node))
        if len(blocks) >= _NODES_A_PIECE:
            yield "".join(blocks).encode()
            blocks = []
    yield "".join(blocks).encode()


def _block(node: Node) -> str:
    types = [f"a {', '.join(node.types)}"] if node.types else []
    said = [*types, *(f"{name} {_term(value)}" for name, value in node.pairs)]
    return f"\n{iri(node.iri)} {_NEXT.join(said)} .\n"


def _term(value: Term) -> str:
    match value:
        case Iri():
            return iri(value.value)
        case Text():
            return literal(value.value, value.language)
        case bool() | Decimal() | date():
            return literal(value)
        case float():
            return f'"{value!r}"^^xsd:double'
