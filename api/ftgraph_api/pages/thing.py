"""The page of a thing, of a vocabulary or of the ontology: what is said of it, in words where the graph has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ftgraph.descriptions import Description, label_of, ontology
from ftgraph.descriptions.things import names_of
from ftgraph.exports.descriptions import short
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF, PREFIXES
from ftgraph.reasoning import classification
from ftgraph_api import links
from ftgraph_api.pages.frame import Page
from ftgraph_api.representations import Asked


@dataclass(frozen=True)
class Value:
    """A value as shown. `link`: where it leads, or "". `lang`: of a text, or ""."""

    text: str
    link: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Line:
    """A property and its values. `key`: its prefixed name."""

    name: str
    key: str
    link: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Block:
    """A thing of the page. `anchor`: its name in the address."""

    name: str
    iri: str
    anchor: str
    lines: Sequence[Line]


def page(found: Description, asked: Asked, base: str, graph: Queryable | None) -> Page:
    """The page. `graph` is asked for the names of properties; None: those of the ontology alone."""
    properties = sorted({each.predicate.value for each in found.own} | {link.property for link in found.links})
    words = [*found.own, *found.names, *ontology().own, *(names_of(graph, properties) if graph else ())]
    names = label_of(words, asked.language)
    here = _Addresses(base, names)
    blocks = _blocks(found, here)
    incoming = [
        (here.value(NamedNode(each.subject)), names.get(each.property, short(each.property))) for each in found.links
    ]
    title = names.get(found.iri, short(found.iri))
    values = {
        "classified": classification.of_thing(graph, found.iri) if graph and found.page == 1 else (),
        "iri": found.iri,
        "blocks": blocks,
        "links": incoming,
        "page_number": found.page,
        "more": found.more,
        "path": asked.path,
        "formats": [(each.label, f"{asked.path}.{each.suffix}") for each in asked.offered if each is not asked.kind],
        "solution": f"/solutions/{found.iri.removeprefix(f'{base}/id/solution/')}"
        if found.iri.startswith(f"{base}/id/solution/")
        else "",
    }
    alternates = [(each.media_type, f"{asked.path}.{each.suffix}") for each in asked.offered if each is not asked.kind]
    return Page("thing.html.j2", title, values, alternates=alternates)


class _Addresses:
    """Where the things that values point to are served, and what they are called."""

    def __init__(self, base: str, names: Mapping[str, str]) -> None:
        self._base = base
        self._names = names

    def value(self, term: object) -> Value:
        if isinstance(term, NamedNode):
            return Value(self._names.get(term.value, short(term.value)), self.of(term.value))
        if isinstance(term, Literal):
            return Value(term.value, "", term.language or "")
        return Value("…" if isinstance(term, BlankNode) else str(term))

    def of(self, iri: str) -> str:
        """The address of an IRI: here where it is ours, itself on the web, none otherwise."""
        return links.of_iri(iri, self._base)


def _blocks(found: Description, here: _Addresses) -> list[Block]:
    grouped: dict[str, dict[str, list[Triple]]] = {}
    for each in found.own:
        if isinstance(each.subject, NamedNode):
            grouped.setdefault(each.subject.value, {}).setdefault(each.predicate.value, []).append(each)
    ours = DEF.removesuffix("#")
    kept = [iri for iri in grouped if found.iri != ours or iri.startswith(ours)]
    order = sorted(kept, key=lambda iri: (iri != found.iri, here.value(NamedNode(iri)).text.lower()))
    return [_block(iri, grouped[iri], here) for iri in order]


def _block(iri: str, said: Mapping[str, Sequence[Triple]], here: _Addresses) -> Block:
    lines = [
        Line(
            here.value(NamedNode(name)).text,
            short(name),
            here.of(name),
            sorted((here.value(each.object) for each in triples), key=lambda value: (value.lang == "en", value.text)),
        )
        for name, triples in said.items()
    ]
    first = (PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")
    ranks = {short(name): place for place, name in enumerate(first)}
    lines.sort(key=lambda line: (ranks.get(line.key, len(ranks)), line.name.lower()))
    anchor = iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]
    return Block(here.value(NamedNode(iri)).text, iri, anchor, lines)
