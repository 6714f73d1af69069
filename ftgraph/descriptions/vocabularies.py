"""Vocabularies, their values, and the ontology: what stands under `voc/` and `def`."""

from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ftgraph import assets, queries
from ftgraph.descriptions.things import Description, describe
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF, PREFIXES, VOC, concept
from ftgraph.wording import Language, Text

LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True)
class Scheme:
    """A vocabulary: its IRI, its title, how many values it has."""

    iri: str
    title: Text
    values: int


def schemes(graph: Queryable) -> list[Scheme]:
    """The vocabularies of a graph that are ours, by IRI."""
    told = (
        [term.value if term is not None else "" for term in row]
        for row in graph.select(queries.text("descriptions/schemes"))
    )
    return [
        Scheme(iri, Text(french, english), int(values)) for iri, french, english, values in told if iri.startswith(VOC)
    ]


def describe_schemes(graph: Queryable) -> Description:
    """All vocabularies as parts of one whole, each with its title."""
    whole, dct = NamedNode(VOC.removesuffix("/")), PREFIXES["dct"]
    own = []
    for each in schemes(graph):
        scheme = NamedNode(each.iri)
        own += [
            Triple(whole, NamedNode(f"{dct}hasPart"), scheme),
            Triple(scheme, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{PREFIXES['skos']}ConceptScheme")),
            *(
                Triple(scheme, NamedNode(f"{dct}title"), Literal(each.title.say(language), language=language))
                for language in LANGUAGES
            ),
        ]
    return Description(whole.value, own, (), ())


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
