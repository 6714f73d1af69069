"""What a reasoner is given, cut into statements: each can be left out alone, which is how a contradiction is narrowed.

A statement is one axiom or one assertion with the blank nodes that belong to it. Declarations, labels and texts are
not statements. Values that OWL 2 has no datatype for (`xsd:date`, `xsd:gYear`…) are left out and counted: HermiT
refuses them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ftgraph import assets
from ftgraph.errors import SourceError
from ftgraph.namespaces import PREFIXES
from ftgraph.sources import rdf_guard
from ftgraph.sources.rdf_guard import Limits

OWL, RDF, RDFS, XSD = (PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
TYPE = NamedNode(f"{RDF}type")
_IN_OWL = (OWL, RDFS, RDF)
OUTSIDE_OWL = frozenset(
    f"{XSD}{name}" for name in ("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration")
)
_DECLARATIONS = frozenset(
    {
        *(f"{OWL}{kind}Property" for kind in ("Object", "Datatype", "Annotation", "Deprecated")),
        *(f"{OWL}{kind}" for kind in ("Class", "DeprecatedClass", "Ontology", "NamedIndividual", "Thing")),
        f"{RDFS}Class",
        f"{RDFS}Datatype",
    }
)
_LISTED = frozenset(f"{OWL}{name}" for name in ("intersectionOf", "unionOf", "oneOf", "members", "propertyChainAxiom"))
_MOST_DISJOINT = 500
_FILES = ("ftgraph.ttl", "alignments.ttl")
NAMELESS = "urn:ftgraph:sans-nom:"
"""How the names begin of individuals that a file gives no name."""


@dataclass(frozen=True)
class Statement:
    """An axiom or an assertion: its triples, the first one from a named thing where there is one."""

    triples: tuple[Triple, ...]

    @property
    def assertion(self) -> bool:
        """Whether it speaks of individuals rather than of the ontology's terms."""
        first = self.triples[0]
        if first.predicate == TYPE:
            return isinstance(first.object, NamedNode) and not first.object.value.startswith(_IN_OWL)
        return not first.predicate.value.startswith(_IN_OWL)


@dataclass(frozen=True)
class Knowledge:
    """All that a reasoner is given. `background`: declarations, which are never in question.

    `dated`: how many values were left out because OWL 2 has no datatype for them; `texts`: how many other values.
    """

    background: tuple[Triple, ...]
    statements: tuple[Statement, ...]
    dated: int = 0
    texts: int = 0

    @cached_property
    def classes(self) -> frozenset[str]:
        """The IRIs of the classes that are declared."""
        kinds = (NamedNode(f"{OWL}Class"), NamedNode(f"{RDFS}Class"))
        return frozenset(
            each.subject.value
            for each in self.background
            if each.object in kinds and isinstance(each.subject, NamedNode)
        )

    def with_assertions(self, triples: Iterable[Triple]) -> "Knowledge":
        """The same with assertions added, one statement a triple, none twice."""
        known = {each.triples[0] for each in self.statements if each.assertion}
        more = tuple(Statement((each,)) for each in dict.fromkeys(triples) if each not in known)
        return Knowledge(self.background, (*self.statements, *more), self.dated, self.texts)


def ontology_triples() -> Iterator[Triple]:
    """The triples of the ontology and its alignments, labels included."""
    for name in _FILES:
        yield from _parsed((assets.ontology() / name).read_bytes(), name)


def of_ontology() -> Knowledge:
    """The ontology and its alignments."""
    return of_triples([ontology_triples()])


def vocabulary_triples() -> Iterator[Triple]:
    """The triples of the vocabularies, labels included."""
    for file in sorted((assets.ontology() / "vocabularies").glob("*.ttl")):
        yield from _parsed(file.read_bytes(), file.name)


def of_triples(parts: Iterable[Iterable[Triple]]) -> Knowledge:
    """The statements of several files together. Blank nodes of two files must not share their names.

    Raises `SourceError`: an expression within itself, a list that is none, over 500 classes said disjoint at once.
    """
    gathered = _Gathered()
    for part in parts:
        for each in part:
            gathered.add(each)
    return gathered.knowledge()


def read(content: bytes, name: str) -> Iterator[Triple]:
    """The triples of a Turtle file that was handed in; individuals without a name are given one.

    Raises `SourceError`: not Turtle (with the line), over 10 MB, not UTF-8, or nested past reason.
    """
    payload = rdf_guard.plain(content, name, Limits())
    rdf_guard.check_turtle(payload, name, Limits())
    found = list(_parsed(payload, name))
    structure = {each.subject for each in found if each.predicate.value.startswith((OWL, f"{RDF}first", f"{RDF}rest"))}
    structure |= {
        each.subject
        for each in found
        if each.predicate == TYPE and isinstance(each.object, NamedNode) and each.object.value.startswith(OWL)
    }

    def named(term: object) -> Any:
        return NamedNode(f"{NAMELESS}{term.value}") if isinstance(term, BlankNode) and term not in structure else term

    return (Triple(named(each.subject), each.predicate, named(each.object)) for each in found)


def _parsed(content: bytes, name: str) -> Iterator[Triple]:
    try:
        for quad in parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True):
            yield Triple(quad.subject, quad.predicate, quad.object)
    except SyntaxError as error:
        raise SourceError(
            f"Le fichier « {name} » n’est pas du Turtle valide.",
            f"The file “{name}” is not valid Turtle.",
            line=error.lineno,
            cure="Corrigez la syntaxe à la ligne indiquée.",
            cure_en="Correct the syntax at the line given.",
        ) from error


class _Gathered:
    """Triples sorted as they come: background, roots of statements, and what hangs below blank nodes."""

    def __init__(self) -> None:
        self._background: list[Triple] = []
        self._roots: list[Triple] = []
        self._below: dict[BlankNode, list[Triple]] = {}
        self._pointed: set[BlankNode] = set()
        self._annotations: set[str] = set()
        self._dated = self._texts = 0

    def add(self, each: Triple) -> None:
        """Take one triple."""
        if isinstance(each.object, Literal) and not isinstance(each.subject, BlankNode):
            self._dated += each.object.datatype.value in OUTSIDE_OWL
            self._texts += each.object.datatype.value not in OUTSIDE_OWL
            return
        if isinstance(each.object, BlankNode):
            self._pointed.add(each.object)
        if isinstance(each.subject, BlankNode):
            self._below.setdefault(each.subject, []).append(each)
        elif isinstance(each.subject, NamedNode) and each.predicate == TYPE and _is_declaration(each.object):
            self._background.append(each)
            if each.object == NamedNode(f"{OWL}AnnotationProperty"):
                self._annotations.add(each.subject.value)
        elif each.predicate.value in (f"{RDFS}isDefinedBy", f"{RDFS}seeAlso", f"{OWL}imports"):
            return
        else:
            self._roots.append(each)

    def knowledge(self) -> Knowledge:
        """What was gathered, as statements, in the order of the files."""
        self._check()
        made = [
            Statement((root, *self._hanging(root.object)))
            for root in dict.fromkeys(self._roots)
            if root.predicate.value not in self._annotations
        ]
        for node, triples in self._below.items():
            if node not in self._pointed:
                made += self._pairs(triples)
        return Knowledge(tuple(dict.fromkeys(self._background)), tuple(made), self._dated, self._texts)

    def _check(self) -> None:
        """Expressions end, and lists are lists: whoever reads them need not ask."""
        below = {
            node: [each.object for each in triples if isinstance(each.object, BlankNode)]
            for node, triples in self._below.items()
        }
        try:
            TopologicalSorter(below).prepare()
        except CycleError as error:
            raise _ill_made("une expression se contient elle-même", "an expression is within itself") from error
        for each in (*self._roots, *(triple for triples in self._below.values() for triple in triples)):
            what, value = each.predicate.value, each.object
            if (what in _LISTED or what == f"{RDF}rest") and value != NamedNode(f"{RDF}nil"):
                said = (
                    [one.predicate.value for one in self._below.get(value, ())] if isinstance(value, BlankNode) else ()
                )
                if any(said.count(f"{RDF}{part}") != 1 for part in ("first", "rest")):
                    raise _ill_made("une liste n’en est pas une", "a list is none")

    def _hanging(self, term: object) -> Iterator[Triple]:
        """What is said of a blank node, and of those below it."""
        waiting = [term]
        while waiting:
            node = waiting.pop()
            for each in self._below.get(node, ()) if isinstance(node, BlankNode) else ():
                yield each
                waiting.append(each.object)

    def _pairs(self, triples: Sequence[Triple]) -> Iterator[Statement]:
        """Classes all disjoint, as pairs: a contradiction rests on two of them."""
        members = next((each.object for each in triples if each.predicate.value == f"{OWL}members"), None)
        if members is None:
            yield Statement((*triples, *(below for each in triples for below in self._hanging(each.object))))
            return
        listed = list(in_list(members, self._below))
        if len(listed) > _MOST_DISJOINT:
            raise _ill_made(
                f"plus de {_MOST_DISJOINT} classes y sont dites exclusives d’un coup",
                f"over {_MOST_DISJOINT} classes are said disjoint at once",
            )
        for one, other in combinations(listed, 2):
            yield Statement((Triple(one, NamedNode(f"{OWL}disjointWith"), other),))


def in_list(node: object, below: "dict[BlankNode, list[Triple]]") -> Iterator[NamedNode]:
    """The members of an RDF list."""
    while isinstance(node, BlankNode):
        said = {each.predicate.value: each.object for each in below.get(node, ())}
        yield said[f"{RDF}first"]  # type: ignore[misc]  # a list of classes
        node = said[f"{RDF}rest"]


def _is_declaration(kind: object) -> bool:
    """Whether to be of that kind is no axiom, as to be symmetric or transitive is."""
    return isinstance(kind, NamedNode) and kind.value in _DECLARATIONS


def _ill_made(french: str, english: str) -> SourceError:
    return SourceError(
        f"Le fichier ne se lit pas comme une ontologie : {french}.",
        f"The file cannot be read as an ontology: {english}.",
        cure="Vérifiez ses expressions de classes et ses listes, ou ouvrez-le dans un éditeur d’ontologies.",
        cure_en="Check its class expressions and its lists, or open it in an ontology editor.",
    )
