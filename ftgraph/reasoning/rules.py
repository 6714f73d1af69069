"""The axioms as rules that run forward: the part of OWL 2 that the ontology uses, and nothing else.

Understood: subclasses and equivalent classes whose expressions are named classes, intersections, unions,
`someValuesFrom` (a class or a list of individuals) and `hasValue`; disjoint classes; subproperties, domains, ranges,
chains of two, transitive properties. Anything else is refused rather than passed over: HermiT is there for it.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Triple

from ftgraph.errors import FtgraphError
from ftgraph.reasoning.statements import OWL, RDF, RDFS, TYPE, Statement

Class = str
"""A class's IRI, or the name of an expression (`_:…`)."""


@dataclass(frozen=True, slots=True)
class Both:
    """What is in all of `parts` is in `whole`."""

    parts: tuple[Class, ...]
    whole: Class
    by: int


@dataclass
class Rules:
    """The rules, indexed by what sets them off. Each ends with the number of the statement it comes from.

    `some`: property → (filler, class): who is linked by it to one of the filler is in the class. `value`: (property,
    individual) → classes. `witness`: class → (property, filler): its members have such a link, to something unknown.
    `given`: class → (property, individual). `either`: class → its members are in one of those. `apart`: disjoint pairs.
    """

    sub: dict[Class, list[tuple[Class, int]]] = field(default_factory=lambda: defaultdict(list))
    both: dict[Class, list[Both]] = field(default_factory=lambda: defaultdict(list))
    some: dict[str, list[tuple[Class, Class, int]]] = field(default_factory=lambda: defaultdict(list))
    value: dict[tuple[str, str], list[tuple[Class, int]]] = field(default_factory=lambda: defaultdict(list))
    witness: dict[Class, list[tuple[str, Class, int]]] = field(default_factory=lambda: defaultdict(list))
    given: dict[Class, list[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(list))
    either: dict[Class, list[tuple[tuple[Class, ...], int]]] = field(default_factory=lambda: defaultdict(list))
    apart: dict[Class, dict[Class, tuple[int, ...]]] = field(default_factory=lambda: defaultdict(dict))
    wider: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, list[tuple[Class, int]]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[str, list[tuple[Class, int]]] = field(default_factory=lambda: defaultdict(list))
    chain_first: dict[str, list[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(list))
    chain_second: dict[str, list[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(list))
    members: list[tuple[str, Class, int]] = field(default_factory=list)

    @property
    def properties(self) -> frozenset[str]:
        """The properties whose links can change what anything is classed as; the others need not be read."""
        return self._reaching({*self.some, *(name for name, _ in self.value), *self.ends, *self.starts})

    @property
    def defining(self) -> frozenset[str]:
        """Those that definitions look at: a relation of which only the ends are known is not among them."""
        return self._reaching({*self.some, *(name for name, _ in self.value)})

    @property
    def starting(self) -> frozenset[str]:
        """Those that tell what their subject is."""
        return self._reaching({*self.starts})

    @property
    def ending(self) -> frozenset[str]:
        """Those that tell what their object is."""
        return self._reaching({*self.ends})

    def _reaching(self, bearing: set[str]) -> frozenset[str]:
        """Properties with those that entail them."""
        while True:
            more = {narrow for narrow, wide in self.wider.items() if bearing & {name for name, _ in wide}}
            for first, made in self.chain_first.items():
                for second, whole, _ in made:
                    if whole in bearing:
                        more |= {first, second}
            if more <= bearing:
                return frozenset(bearing)
            bearing |= more

    def above(self) -> Mapping[Class, frozenset[Class]]:
        """Each class with all those above it, itself included, by the rules that name one class on each side."""
        found: dict[Class, frozenset[Class]] = {}
        for kind in self.sub:
            reached, waiting = {kind}, [kind]
            while waiting:
                more = {wider for wider, _ in self.sub.get(waiting.pop(), ())} - reached
                reached |= more
                waiting += more
            found[kind] = frozenset(reached)
        return found

    def path(self, one: Class, wider: Class) -> tuple[int, ...]:
        """The axioms that put a class below another, the fewest."""
        reached: dict[Class, tuple[int, ...]] = {one: ()}
        waiting = deque((one,))
        while waiting:
            kind = waiting.popleft()
            for each, by in self.sub.get(kind, ()):
                if each not in reached:
                    reached[each] = (*reached[kind], by)
                    waiting.append(each)
        return reached.get(wider, ())


class Unsupported(FtgraphError):
    """An axiom that the forward rules do not know. HermiT decides it."""

    slug = "unsupported-axiom"


def rules_of(statements: Iterable[Statement]) -> Rules:
    """The rules of the axioms among `statements`, by their rank. Raises `Unsupported`."""
    return _Compiler().made(statements)


class _Compiler:
    def __init__(self) -> None:
        self._rules = Rules()
        self._below: dict[BlankNode, dict[str, object]] = {}
        self._apart: list[tuple[Class, Class, int]] = []

    def made(self, statements: Iterable[Statement]) -> Rules:
        for number, statement in enumerate(statements):
            if statement.assertion:
                continue
            self._below = defaultdict(dict)
            for each in statement.triples:
                if isinstance(each.subject, BlankNode):
                    self._below[each.subject][each.predicate.value] = each.object
            self._axiom(statement.triples[0], number)
        self._unions()
        self._disjoint()
        return self._rules

    def _axiom(self, root: Triple, by: int) -> None:
        rules, what, value = self._rules, root.predicate.value, root.object
        subject = root.subject.value if isinstance(root.subject, NamedNode) else ""
        if not subject:
            raise _unsupported(root)
        if what == f"{RDFS}subClassOf":
            self._implied(subject, value, by)
        elif what == f"{OWL}equivalentClass":
            self._implied(subject, value, by)
            self._condition(value, subject, by)
        elif what == f"{OWL}disjointWith" and isinstance(value, NamedNode):
            self._apart.append((subject, value.value, by))
        elif what == f"{RDFS}subPropertyOf" and isinstance(value, NamedNode):
            rules.wider[subject].append((value.value, by))
        elif what == f"{RDFS}range" and isinstance(value, NamedNode):
            rules.ends[subject].append((value.value, by))
        elif what == f"{RDFS}domain" and isinstance(value, NamedNode):
            rules.starts[subject].append((value.value, by))
        elif what == f"{OWL}propertyChainAxiom":
            steps = self._list(value)
            if len(steps) != 2:
                raise _unsupported(root)
            self._chain(steps[0], steps[1], subject, by)
        elif root.predicate == TYPE and value == NamedNode(f"{OWL}TransitiveProperty"):
            self._chain(subject, subject, subject, by)
        else:
            raise _unsupported(root)

    def _chain(self, first: str, second: str, whole: str, by: int) -> None:
        self._rules.chain_first[first].append((second, whole, by))
        self._rules.chain_second[second].append((first, whole, by))

    def _condition(self, expression: object, whole: Class, by: int) -> None:
        """What meets the expression is in `whole`."""
        if isinstance(expression, NamedNode):
            self._rules.sub[_class(expression)].append((whole, by))
            return
        said = self._said(expression)
        if parts := said.get(f"{OWL}intersectionOf"):
            names = tuple(self._named(part, by) for part in self._terms(parts))
            made = Both(names, whole, by)
            for name in names:
                self._rules.both[name].append(made)
        elif parts := said.get(f"{OWL}unionOf"):
            for part in self._terms(parts):
                self._condition(part, whole, by)
        elif parts := said.get(f"{OWL}oneOf"):
            self._rules.members += [(each, whole, by) for each in self._list(parts)]
        else:
            self._restricted(said, whole, by)

    def _restricted(self, said: Mapping[str, object], whole: Class, by: int) -> None:
        prop = said.get(f"{OWL}onProperty")
        filler, value = said.get(f"{OWL}someValuesFrom"), said.get(f"{OWL}hasValue")
        if isinstance(prop, NamedNode) and filler is not None:
            self._rules.some[prop.value].append((self._named(filler, by), whole, by))
        elif isinstance(prop, NamedNode) and isinstance(value, NamedNode):
            self._rules.value[prop.value, value.value].append((whole, by))
        else:
            raise _unsupported_expression()

    def _named(self, expression: object, by: int) -> Class:
        """A class that holds what meets the expression."""
        if isinstance(expression, NamedNode):
            return _class(expression)
        assert isinstance(expression, BlankNode)  # noqa: S101 - an expression is one or the other
        name = f"_:{expression.value}"
        self._condition(expression, name, by)
        return name

    def _inside(self, expression: object, by: int) -> Class:
        """A class whose members all meet the expression. Of a list of individuals, nothing more is known."""
        if isinstance(expression, NamedNode):
            return _class(expression)
        name = f"_:{expression.value}" if isinstance(expression, BlankNode) else ""
        if f"{OWL}oneOf" not in self._said(expression):
            self._implied(name, expression, by)
        return name

    def _implied(self, kind: Class, expression: object, by: int) -> None:
        """What is in the class meets the expression."""
        rules = self._rules
        if isinstance(expression, NamedNode):
            rules.sub[kind].append((_class(expression), by))
            return
        said = self._said(expression)
        prop = said.get(f"{OWL}onProperty")
        filler, value = said.get(f"{OWL}someValuesFrom"), said.get(f"{OWL}hasValue")
        if parts := said.get(f"{OWL}intersectionOf"):
            for part in self._terms(parts):
                self._implied(kind, part, by)
        elif parts := said.get(f"{OWL}unionOf"):
            for part in self._terms(parts):
                self._named(part, by)
            rules.either[kind].append((tuple(self._inside(part, by) for part in self._terms(parts)), by))
        elif isinstance(prop, NamedNode) and isinstance(value, NamedNode):
            rules.given[kind].append((prop.value, value.value, by))
        elif isinstance(prop, NamedNode) and filler is not None:
            rules.witness[kind].append((prop.value, self._inside(filler, by), by))
        else:
            raise _unsupported_expression()

    def _said(self, expression: object) -> Mapping[str, object]:
        return self._below.get(expression, {}) if isinstance(expression, BlankNode) else {}

    def _terms(self, node: object) -> list[object]:
        found: list[object] = []
        while isinstance(node, BlankNode):
            said = self._below[node]
            found.append(said[f"{RDF}first"])
            node = said[f"{RDF}rest"]
        return found

    def _list(self, node: object) -> list[str]:
        found = self._terms(node)
        if not all(isinstance(each, NamedNode) for each in found):
            raise _unsupported_expression()
        return [each.value for each in found if isinstance(each, NamedNode)]

    def _unions(self) -> None:
        """A union is below whatever is above each of its parts."""
        above = self._rules.above()
        for kind, unions in list(self._rules.either.items()):
            for parts, by in unions:
                shared = frozenset.intersection(*(above.get(part, frozenset((part,))) for part in parts))
                self._rules.sub[kind] += [(each, by) for each in sorted(shared) if each != kind]

    def _disjoint(self) -> None:
        """Disjoint pairs, and unions whose parts are each apart from a class."""
        rules, above = self._rules, self._rules.above()
        # Only what the data can say is looked at when rules run: a thing is in all classes above its own.
        for one, other, by in self._apart:
            rules.apart[one][other] = rules.apart[other][one] = (by,)
        changed = True
        while changed:
            changed = False
            for kind, unions in rules.either.items():
                for parts, by in unions:
                    candidates: set[Class] = set()
                    for wider in above.get(parts[0], {parts[0]}):
                        candidates |= set(rules.apart.get(wider, ()))
                    for other in candidates - set(rules.apart.get(kind, ())):
                        reasons = [self._why_apart(above, part, other) for part in parts]
                        if all(reasons):
                            why = (by, *dict.fromkeys(each for reason in reasons for each in reason))
                            rules.apart[kind][other] = rules.apart[other][kind] = why
                            changed = True

    def _why_apart(self, above: Mapping[Class, frozenset[Class]], one: Class, other: Class) -> tuple[int, ...]:
        for wider in above.get(one, frozenset((one,))):
            if other in self._rules.apart.get(wider, {}):
                return (*self._rules.path(one, wider), *self._rules.apart[wider][other])
        return ()


def _class(named: NamedNode) -> Class:
    """A class's IRI. Refuses what OWL itself names: everything and nothing are in no data."""
    if named.value.startswith(OWL):
        raise _unsupported_expression()
    return named.value


def _unsupported(root: Triple) -> Unsupported:
    name = root.predicate.value.rpartition("#")[2]
    return Unsupported(
        f"L’axiome « {name} » n’est pas de ceux que les règles directes savent appliquer.",
        f"The axiom “{name}” is not one that the forward rules can apply.",
        cure="Demandez --engine hermit.",
        cure_en="Ask for --engine hermit.",
    )


def _unsupported_expression() -> Unsupported:
    return Unsupported(
        "Une expression de classe n’est pas de celles que les règles directes savent appliquer.",
        "A class expression is not one that the forward rules can apply.",
        cure="Demandez --engine hermit.",
        cure_en="Ask for --engine hermit.",
    )
