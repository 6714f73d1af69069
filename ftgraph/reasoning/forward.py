"""The rules run forward over types and links, each new fact once (semi-naive), with the reason why it was found.

Sound for OWL 2, and complete for what the data's individuals are classed as under the axioms that `rules` takes: tests
hold it to HermiT on the example and on generated graphs. What must exist without being known (the parties of a
contract that is only said to bind the State) is one unknown thing for each kind of link.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ftgraph.reasoning.rules import Class, Rules
from ftgraph.reasoning.statements import TYPE, Statement

Fact = tuple[str, str] | tuple[str, str, str]
"""(individual, class), or (individual, property, individual)."""
_MOST_CLASHES = 1000


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a fact holds: the ranks of the statements applied, and the facts they were applied to."""

    by: tuple[int, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """An individual in classes that nothing can be in together."""

    individual: str
    classes: tuple[Class, ...]
    reason: Reason


class Closure:
    """All that follows from assertions under rules. `clashes` is empty when nothing contradicts anything."""

    def __init__(self, rules: Rules, statements: Sequence[Statement]) -> None:
        self._rules = rules
        self.above = rules.above()
        self._some: dict[Class, list[tuple[str, Class, int]]] = defaultdict(list)
        for prop, made in rules.some.items():
            for filler, whole, by in made:
                self._some[filler].append((prop, whole, by))
        self._bearing = rules.properties
        self.reasons: dict[Fact, Reason] = {}
        self.types: dict[str, set[Class]] = defaultdict(set)
        self._out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._in: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._open: dict[str, list[tuple[tuple[Class, ...], int, Class]]] = defaultdict(list)
        self.clashes: list[Clash] = []
        self._waiting: deque[Fact] = deque()
        self._run(statements)

    def individuals(self) -> Iterator[str]:
        """The individuals that the data names, in the order they were met."""
        return (each for each in self.types if not each.startswith("_:"))

    def origins(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """The ranks of all statements that facts rest on, sorted."""
        found: set[int] = set()
        seen: set[Fact] = set()
        waiting = list(facts)
        while waiting:
            fact = waiting.pop()
            if fact in seen:
                continue
            seen.add(fact)
            reason = self.reasons[fact]
            found.update(reason.by)
            waiting.extend(reason.facts)
        return tuple(sorted(found))

    def origins_of(self, clash: Clash) -> tuple[int, ...]:
        """The ranks of all statements that a clash rests on, sorted."""
        return tuple(sorted({*clash.reason.by, *self.origins(clash.reason.facts)}))

    def _run(self, statements: Sequence[Statement]) -> None:
        for number, statement in enumerate(statements):
            if not statement.assertion:
                continue
            said = statement.triples[0]
            assert isinstance(said.subject, NamedNode)  # noqa: S101 - of statements with a named subject
            assert isinstance(said.object, NamedNode)  # noqa: S101 - of statements without literals
            if said.predicate == TYPE:
                self._add((said.subject.value, said.object.value), Reason((number,)))
            elif said.predicate.value in self._bearing:
                self._add((said.subject.value, said.predicate.value, said.object.value), Reason((number,)))
        for individual, kind, by in self._rules.members:
            self._add((individual, kind), Reason((by,)))
        while self._waiting:
            fact = self._waiting.popleft()
            if len(fact) == 2:
                self._typed(fact)
            else:
                self._linked(fact)

    def _add(self, fact: Fact, reason: Reason) -> None:
        if fact in self.reasons:
            return
        self.reasons[fact] = reason
        if len(fact) == 2:
            self.types[fact[0]].add(fact[1])
        else:
            one, prop, other = fact
            self._out[prop][one].append(other)
            self._in[prop][other].append(one)
        self._waiting.append(fact)

    def _typed(self, fact: tuple[str, str]) -> None:
        rules, (individual, kind) = self._rules, fact
        for wider, by in rules.sub.get(kind, ()):
            self._add((individual, wider), Reason((by,), (fact,)))
        types = self.types[individual]
        for made in rules.both.get(kind, ()):
            if (individual, made.whole) not in self.reasons and types.issuperset(made.parts):
                parts: tuple[Fact, ...] = tuple((individual, part) for part in made.parts)
                self._add((individual, made.whole), Reason((made.by,), parts))
        for prop, whole, by in self._some.get(kind, ()):
            for one in list(self._in[prop].get(individual, ())):
                self._add((one, whole), Reason((by,), ((one, prop, individual), fact)))
        for prop, filler, by in rules.witness.get(kind, ()):
            unknown = f"_:{prop} {filler}"
            self._add((individual, prop, unknown), Reason((by,), (fact,)))
            self._add((unknown, filler), Reason((by,), (fact,)))
        for prop, value, by in rules.given.get(kind, ()):
            self._add((individual, prop, value), Reason((by,), (fact,)))
        for other, why in rules.apart.get(kind, {}).items():
            if other in types:
                self._clash(individual, (kind, other), Reason(why, (fact, (individual, other))))
        for choices, by in rules.either.get(kind, ()):
            self._open[individual].append((choices, by, kind))
        for choices, by, union in self._open.get(individual, ()):
            self._choose(individual, choices, by, union)

    def _choose(self, individual: str, choices: tuple[Class, ...], by: int, union: Class) -> None:
        """In a union: the one choice that is left once the others are excluded, or none."""
        types = self.types[individual]
        if not types.isdisjoint(choices):
            return
        left, against, why = [], [(individual, union)], [by]
        for choice in choices:
            excluded = self._excluded(individual, choice)
            if excluded is None:
                left.append(choice)
                if len(left) > 1:
                    return
            else:
                against.append((individual, excluded[0]))
                why += excluded[1]
        reason = Reason(tuple(dict.fromkeys(why)), tuple(dict.fromkeys(against)))
        if left:
            self._add((individual, left[0]), reason)
        else:
            self._clash(individual, tuple(dict.fromkeys(kind for _, kind in against)), reason)

    def _excluded(self, individual: str, choice: Class) -> tuple[Class, tuple[int, ...]] | None:
        """A class of the individual that nothing in `choice` can be in, with the axioms that say so."""
        rules = self._rules
        for wider in (choice, *sorted(self.above.get(choice, frozenset()) - {choice})):
            for other, why in rules.apart.get(wider, {}).items():
                if other in self.types[individual]:
                    return other, (*rules.path(choice, wider), *why)
        return None

    def _linked(self, fact: tuple[str, str, str]) -> None:
        rules, (one, prop, other) = self._rules, fact
        for wider, by in rules.wider.get(prop, ()):
            self._add((one, wider, other), Reason((by,), (fact,)))
        for kind, by in rules.starts.get(prop, ()):
            self._add((one, kind), Reason((by,), (fact,)))
        for kind, by in rules.ends.get(prop, ()):
            self._add((other, kind), Reason((by,), (fact,)))
        for filler, whole, by in rules.some.get(prop, ()):
            if filler in self.types.get(other, ()):
                self._add((one, whole), Reason((by,), (fact, (other, filler))))
        for whole, by in rules.value.get((prop, other), ()):
            self._add((one, whole), Reason((by,), (fact,)))
        for second, whole, by in rules.chain_first.get(prop, ()):
            for last in list(self._out[second].get(other, ())):
                self._add((one, whole, last), Reason((by,), (fact, (other, second, last))))
        for first, whole, by in rules.chain_second.get(prop, ()):
            for start in list(self._in[first].get(one, ())):
                self._add((start, whole, other), Reason((by,), ((start, first, one), fact)))

    def _clash(self, individual: str, classes: tuple[Class, ...], reason: Reason) -> None:
        if len(self.clashes) < _MOST_CLASHES:
            self.clashes.append(Clash(individual, classes, reason))
