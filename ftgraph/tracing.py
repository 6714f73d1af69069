"""What carries each fact of the 2023 document: terms, values, rules, reference data, questions and pages.

It is asked of what this version ships, not of a store: the answer is the same on every machine. A term, a value, a rule
(its shape) or a thing of the reference data says which facts it carries by `dcterms:source`, a question by the `source`
of its header; pages are handed in by the door that has them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ftgraph import assets, namespaces, queries
from ftgraph.committees.file_graph import FileGraph
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import ROOT
from ftgraph.wording import Text

KINDS: Mapping[str, Text] = {
    "term": Text("Termes", "Terms"),
    "value": Text("Valeurs", "Values"),
    "rule": Text("Règles", "Rules"),
    "data": Text("Données", "Data"),
    "question": Text("Questions", "Questions"),
    "page": Text("Pages", "Pages"),
}
"""The kinds of carriers, in the order that they are told."""

_GRAPHS = {"ontology": "term", "vocabularies": "value", "shapes": "rule", "reference": "data"}


@dataclass(frozen=True)
class Carrier:
    """What carries a fact. `kind`: a key of `KINDS`; `name`: an IRI, a question's name or a page's address.

    `identifier`: a rule's (R-LOC-01), "" where there is none.
    """

    kind: str
    name: str
    label: Text
    identifier: str = ""


@dataclass(frozen=True)
class Declared:
    """A question or a page, with the facts (P8.14) that it says it carries."""

    carrier: Carrier
    facts: Sequence[str]


@dataclass(frozen=True)
class Fact:
    """A fact and what carries it. `page`: of the document; `says`: the fact itself, in our words."""

    identifier: str
    iri: str
    page: int
    label: Text
    says: Text
    carriers: tuple[Carrier, ...]

    def of(self, kind: str) -> tuple[Carrier, ...]:
        """Its carriers of one kind."""
        return tuple(each for each in self.carriers if each.kind == kind)


def trace(pages: Iterable[Declared] = ()) -> tuple[Fact, ...]:
    """The 181 facts in the document's order, each with its carriers by kind and name."""
    graph = _shipped()
    declared = [*_questions(), *pages]
    found: dict[str, set[Carrier]] = {}
    for iri, carrier in _stated(graph):
        found.setdefault(iri, set()).add(carrier)
    facts = []
    for row in graph.select(queries.text("governance/facts")):
        iri, identifier, page, *texts = ("" if term is None else term.value for term in row)
        label, says = Text(*texts[:2]), Text(*texts[2:])
        beside = {each.carrier for each in declared if identifier in each.facts}
        carriers = sorted(found.get(iri, set()) | beside, key=_order)
        facts.append(Fact(identifier, iri, int(page), label, says, tuple(carriers)))
    return tuple(sorted(facts, key=lambda fact: _number(fact.identifier)))


def uncarried(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Those that nothing carries."""
    return tuple(fact for fact in facts if not fact.carriers)


def one(facts: Sequence[Fact], identifier: str) -> Fact:
    """The fact of that identifier, whatever the case. Raises `UsageError` when there is none."""
    for fact in facts:
        if fact.identifier.lower() == identifier.strip().lower():
            return fact
    raise UsageError(
        f"Le document de 2023 n’a pas de fait « {identifier[:20]} ».",
        f"The 2023 document has no fact “{identifier[:20]}”.",
        cure=f"Un fait se nomme par sa page et son rang, de {facts[0].identifier} à {facts[-1].identifier}.",
        cure_en=f"A fact is named by its page and rank, from {facts[0].identifier} to {facts[-1].identifier}.",
    )


def _stated(graph: Queryable) -> Iterator[tuple[str, Carrier]]:
    kinds = {namespaces.graph(ROOT, name): kind for name, kind in _GRAPHS.items()}
    for row in graph.select(queries.text("governance/carriers")):
        fact, name, where, identifier, french, english = ("" if term is None else term.value for term in row)
        kind = kinds[where]
        yield fact, Carrier(kind, name, Text(french, english), identifier if kind == "rule" else "")


def _questions() -> Iterator[Declared]:
    for query in queries.catalogue():
        title = Text(query.title["fr"], query.title["en"])
        yield Declared(Carrier("question", query.name, title), query.sources)


def _shipped() -> Queryable:
    """The ontology, the vocabularies, the rules and the reference data, each a named graph."""
    folders = {
        "ontology": assets.ontology().glob("*.ttl"),
        "vocabularies": (assets.ontology() / "vocabularies").glob("*.ttl"),
        "shapes": assets.shapes().rglob("*.ttl"),
        "reference": (assets.data() / "reference").glob("*.ttl"),
    }
    store = ox.Store()
    for name, files in folders.items():
        _load(store, namespaces.graph(ROOT, name), files)
    return FileGraph(store)


def _load(store: ox.Store, graph: str, files: Iterable[Path]) -> None:
    for path in sorted(files):
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))


def _order(carrier: Carrier) -> tuple[int, str]:
    return list(KINDS).index(carrier.kind), carrier.name


def _number(identifier: str) -> tuple[int, ...]:
    return tuple(int(part) for part in identifier.removeprefix("P").split("."))
