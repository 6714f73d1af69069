"""Vocabularies, their values, and the ontology: what stands under `voc/` and `def`."""

from functools import cache

from pyoxigraph import NamedNode, RdfFormat, parse

from ftgraph import assets, queries
from ftgraph.descriptions.things import Description, describe
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF, VOC, concept


def describe_scheme(graph: Queryable, scheme: str) -> Description | None:
    """A vocabulary with all its values; None when there is none of that name."""
    try:
        node = NamedNode(VOC + scheme)
    except ValueError:
        return None
    own = sorted(set(graph.construct(queries.text("descriptions/scheme", scheme=node))), key=str)
    if not any(each.subject == node for each in own):
        return None
    return Description(node.value, own, (), ())


def describe_concept(graph: Queryable, scheme: str, notation: str, page: int = 1) -> Description | None:
    """A value of a vocabulary, with a page of what bears it; None when there is none."""
    return describe(graph, concept(scheme, notation), page)


@cache
def ontology() -> Description:
    """The ontology that this version ships, its alignments with other vocabularies included."""
    triples = {
        quad.triple
        for file in sorted(assets.ontology().glob("*.ttl"))
        for quad in parse(path=file, format=RdfFormat.TURTLE)
    }
    return Description(DEF.removesuffix("#"), sorted(triples, key=str), (), ())
