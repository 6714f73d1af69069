"""What the terms and the individuals that a reasoner speaks of are called, and its statements in words."""

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import PREFIXES
from ftgraph.reasoning.statements import NAMELESS, OWL, RDF, RDFS, TYPE, Statement, ontology_triples
from ftgraph.wording import Text

_LABELS = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dct", "title"), ("foaf", "name"))
)
_DEFINITION = f"{PREFIXES['skos']}definition"
_AT_ONCE = 500
_SHORT = 8


class Names:
    """Names, learnt from triples and from a graph. What has none is called by what it is, or by the end of its IRI."""

    def __init__(self) -> None:
        self._labels: dict[str, dict[str, str]] = {}
        self._definitions: dict[str, dict[str, str]] = {}
        self._kinds: dict[str, str] = {}
        self.learn(ontology_triples())

    def learn(self, triples: Iterable[Triple]) -> None:
        """Take the labels and definitions among `triples`."""
        for each in triples:
            if isinstance(each.subject, NamedNode) and isinstance(each.object, Literal):
                known = self._labels if each.predicate.value in _LABELS else self._definitions
                if known is self._labels or each.predicate.value == _DEFINITION:
                    known.setdefault(each.subject.value, {}).setdefault(each.object.language or "", each.object.value)

    def ask(self, graph: Queryable, things: Iterable[str]) -> None:
        """Learn the names of things from a graph."""
        wanted = [each for each in dict.fromkeys(things) if each not in self._labels and not each.startswith("_:")]
        for start in range(0, len(wanted), _AT_ONCE):
            for thing, name in graph.select(queries.text("committees/names", thing=wanted[start : start + _AT_ONCE])):
                if isinstance(thing, NamedNode) and isinstance(name, Literal):
                    self._labels.setdefault(thing.value, {}).setdefault(name.language or "", name.value)

    def kinds(self, assertions: Iterable[Triple]) -> None:
        """Take note of what nameless things are said to be."""
        for each in assertions:
            if each.predicate == TYPE and isinstance(each.subject, NamedNode) and isinstance(each.object, NamedNode):
                self._kinds.setdefault(each.subject.value, each.object.value)

    def label(self, iri: str) -> Text:
        """What a term or a thing is called."""
        if found := self._labels.get(iri):
            return _text(found)
        if kind := self._kinds.get(iri):
            # Keys of nameless things are long; their end tells them apart.
            said, short = self.label(kind), _local(iri)[-_SHORT:]
            return Text(f"{said.fr} sans nom ({short})", f"unnamed {said.say('en')} ({short})")
        if iri.startswith(NAMELESS):
            return Text(f"chose sans nom ({_local(iri)[-_SHORT:]})", f"nameless thing ({_local(iri)[-_SHORT:]})")
        return Text(_local(iri))

    def definition(self, iri: str) -> Text:
        """What a term means, empty when nothing says so."""
        return _text(self._definitions.get(iri, {}))

    def ask_all(self, graph: Queryable, statements: Iterable[Statement]) -> None:
        """Learn the names of all that statements speak of."""
        terms = (term for each in statements for triple in each.triples for term in (triple.subject, triple.object))
        self.ask(graph, (term.value for term in terms if isinstance(term, NamedNode)))

    def said(self, statement: Statement) -> Text:
        """A statement in words."""
        root, label = statement.triples[0], self.label
        subject = label(_iri(root.subject))
        what = root.predicate.value
        if not isinstance(root.object, NamedNode):
            return self._complex(statement, subject)
        value = label(root.object.value)
        if root.predicate == TYPE and root.object.value == f"{OWL}TransitiveProperty":
            return _both("La relation « {0} » se transmet.", "The relation “{0}” carries over.", subject)
        pattern = _SIMPLE.get(what)
        if root.predicate == TYPE:
            pattern = ("« {0} » est dit « {1} ».", "“{0}” is said to be “{1}”.")
        if pattern is None:
            return _both("« {0} » – {2} : « {1} ».", "“{0}” – {2}: “{1}”.", subject, value, label(what))
        return _both(*pattern, subject, value)

    def _complex(self, statement: Statement, subject: Text) -> Text:
        root = statement.triples[0]
        below: dict[object, dict[str, object]] = {}
        for each in statement.triples:
            if isinstance(each.subject, BlankNode):
                below.setdefault(each.subject, {})[each.predicate.value] = each.object
        if root.predicate.value == f"{OWL}propertyChainAxiom":
            steps = [self.label(_iri(each)) for each in _listed(root.object, below)]
            return Text(
                f"Ce à quoi mène « {steps[0].fr} » puis « {steps[-1].fr} » en est « {subject.fr} ».",
                f"What “{steps[0].say('en')}” then “{steps[-1].say('en')}” leads to is its “{subject.say('en')}”.",
            )
        expression = self._expression(root.object, below)
        if root.predicate.value == f"{OWL}equivalentClass":
            return _both("Est « {0} » tout ce qui est {1}.", "A “{0}” is whatever is {1}.", subject, expression)
        return _both("Tout ce qui est « {0} » est {1}.", "Whatever is “{0}” is {1}.", subject, expression)

    def _expression(self, node: object, below: Mapping[object, Mapping[str, object]]) -> Text:
        if isinstance(node, NamedNode):
            return _both("« {0} »", "“{0}”", self.label(node.value))
        said = below.get(node, {})
        for name, words in _JOINED.items():
            if parts := said.get(f"{OWL}{name}"):
                made = [self._expression(each, below) for each in _listed(parts, below)]
                return Text(words[0].join(each.fr for each in made), words[1].join(each.say("en") for each in made))
        if other := said.get(f"{OWL}complementOf"):
            return _both("autre chose que {0}", "something else than {0}", self._expression(other, below))
        relation = self.label(_iri(said.get(f"{OWL}onProperty")))
        value = said.get(f"{OWL}hasValue") or said.get(f"{OWL}someValuesFrom")
        if value is None:
            return Text("ce que dit une expression plus complexe", "what a more complex expression says")
        to = self._expression(value, below)
        if said.get(f"{OWL}hasValue"):
            return _both("dont « {0} » vaut {1}", "whose “{0}” is {1}", relation, to)
        return _both(
            "dont « {0} » compte au moins une chose dite {1}", "whose “{0}” has at least one {1}", relation, to
        )


_JOINED = {
    "intersectionOf": (" et ", " and "),
    "unionOf": (" ou ", " or "),
    "oneOf": (" ou ", " or "),
}
_SIMPLE = {
    f"{RDFS}subClassOf": ("Tout ce qui est « {0} » est aussi « {1} ».", "Whatever is “{0}” is also “{1}”."),
    f"{OWL}equivalentClass": ("« {0} » et « {1} » disent la même chose.", "“{0}” and “{1}” mean the same."),
    f"{OWL}disjointWith": (
        "Rien n’est à la fois « {0} » et « {1} » : l’ontologie les tient pour exclusifs.",
        "Nothing is both “{0}” and “{1}”: the ontology holds them to exclude each other.",
    ),
    f"{RDFS}subPropertyOf": ("Ce qui est relié par « {0} » l’est par « {1} ».", "What is linked by “{0}” is by “{1}”."),
    f"{RDFS}range": ("Ce à quoi mène « {0} » est « {1} ».", "What “{0}” leads to is “{1}”."),
    f"{RDFS}domain": ("Ce dont part « {0} » est « {1} ».", "What “{0}” starts from is “{1}”."),
}


def _both(french: str, english: str, *parts: Text) -> Text:
    return Text(french.format(*(each.fr for each in parts)), english.format(*(each.say("en") for each in parts)))


def _text(found: Mapping[str, str]) -> Text:
    french = found.get("fr") or found.get("") or next(iter(found.values()), "")
    return Text(french, found.get("en", ""))


def _listed(node: object, below: Mapping[object, Mapping[str, object]]) -> Sequence[object]:
    found = []
    while node in below:
        found.append(below[node].get(f"{RDF}first"))
        node = below[node].get(f"{RDF}rest")
    return found


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _local(iri: str) -> str:
    return (
        iri.removeprefix(NAMELESS)[-12:]
        if iri.startswith(NAMELESS)
        else iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]
    )
