"""Whether it all holds together, and where not: a smallest set of statements that contradict each other, in words.

The smallest set is found by leaving statements out, as a black box would have it (QuickXplain: U. Junker, 2004). Asked
of the forward rules it starts from what their own clash rests on; asked of HermiT, from everything.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from pyoxigraph import NamedNode, Triple

from ftgraph.errors import FtgraphError
from ftgraph.graph.store import Queryable
from ftgraph.reasoning import hermit
from ftgraph.reasoning.classification import Engine
from ftgraph.reasoning.forward import Clash, Closure
from ftgraph.reasoning.names import Names
from ftgraph.reasoning.rules import Unsupported, rules_of
from ftgraph.reasoning.statements import NAMELESS, TYPE, Knowledge, Statement
from ftgraph.wording import Text

MOST_EXPLANATIONS = 20
_MOST_CALLS = 400
_ANYTHING = f"{NAMELESS}quelconque"

Contradicts = Callable[[Sequence[Statement]], bool]


@dataclass(frozen=True)
class Explanation:
    """A contradiction. `headline` says it in one sentence; `facts` and `rules`: all that it rests on, all needed.

    `individual` and `classes`: where it shows, "" and empty when only HermiT sees it.
    """

    headline: Text
    individual: str
    classes: tuple[str, ...]
    facts: tuple[Text, ...]
    rules: tuple[Text, ...]


@dataclass(frozen=True)
class Checked:
    """What a check concludes. `impossible`: IRIs and names of the classes that can have no member.

    `dated` and `texts`: values not handed to the reasoner, those that OWL 2 has no datatype for and the others.
    """

    engine: Engine
    consistent: bool
    impossible: tuple[tuple[str, Text], ...]
    axioms: int
    assertions: int
    dated: int
    texts: int

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.consistent and not self.impossible


def check(
    knowledge: Knowledge, names: Names, engine: Engine = "hermit", seconds: float = hermit.MOST_SECONDS
) -> Checked:
    """Does it hold together? HermiT by default, for at most `seconds`: it takes any axiom of OWL 2 DL.

    Raises what `hermit.check` raises, `Unsupported` from the forward rules.
    """
    if engine == "hermit":
        verdict = hermit.check(hermit.world_of(knowledge), seconds)
        consistent, impossible = verdict.consistent, verdict.unsatisfiable
    else:
        consistent = not Closure(rules_of(knowledge.statements), knowledge.statements).clashes
        impossible = impossible_classes(knowledge) if consistent else ()
    assertions = sum(each.assertion for each in knowledge.statements)
    return Checked(
        engine=engine,
        consistent=consistent,
        impossible=tuple((each, names.label(each)) for each in impossible),
        axioms=len(knowledge.statements) - assertions,
        assertions=assertions,
        dated=knowledge.dated,
        texts=knowledge.texts,
    )


def impossible_classes(knowledge: Knowledge) -> tuple[str, ...]:
    """The classes of which a single member, beside what is said of others, contradicts something, sorted.

    The forward rules see it in the member itself, in what it must be linked to, or in a thing that it is linked to.

    `knowledge` must hold together. HermiT (`check`) knows a few more: the rules try no branch of a union, so that a
    class whose members must be in A or B is missed where each of both leads to a contradiction of its own.
    """
    rules = rules_of(knowledge.statements)

    def impossible(kinds: Sequence[str]) -> list[str]:
        # What is wrong with one shows among several too, but two may exclude each other: each is judged alone.
        if not Closure(rules, [*knowledge.statements, *map(_member, kinds)]).clashes:
            return []
        half = len(kinds) // 2
        return [*impossible(kinds[:half]), *impossible(kinds[half:])] if half else list(kinds)

    return tuple(impossible(sorted(knowledge.classes)))


def _member(kind: str) -> Statement:
    """That something of which nothing else is known is in a class."""
    return Statement((Triple(NamedNode(f"{_ANYTHING}:{kind}"), TYPE, NamedNode(kind)),))


def explain(
    knowledge: Knowledge,
    names: Names,
    engine: Engine = "forward",
    *,
    graph: Queryable | None = None,
    most: int = 5,
    seconds: float = hermit.MOST_SECONDS,
) -> tuple[Explanation, ...]:
    """At most `most` contradictions (20 at most), one for each individual where one shows, then one for each class that
    can have no member. Empty when it all holds. HermiT gives one contradiction, in `seconds` at most for all that it is
    asked on the way.

    Raises `FtgraphError` when HermiT was asked 400 times and has not done, and what `hermit.check` raises.
    """
    most = max(1, min(most, MOST_EXPLANATIONS))
    if engine == "hermit":
        return _by_hermit(knowledge, names, graph, seconds)
    closure = Closure(rules_of(knowledge.statements), knowledge.statements)
    seen: set[str] = set()
    found: list[Explanation] = []
    for clash in closure.clashes:
        if clash.individual not in seen and len(found) < most:
            seen.add(clash.individual)
            found.append(_explained(knowledge.statements, closure, clash, names, graph))
    if not closure.clashes:
        for kind in impossible_classes(knowledge)[:most]:
            found.append(_impossible(knowledge, kind, names))
    return tuple(found)


def smallest(statements: Sequence[Statement], contradicts: Contradicts) -> tuple[Statement, ...]:
    """A smallest set (none of it can be left out) of `statements` that contradict each other, in their order.

    `statements` together must contradict each other.
    """

    def narrow(kept: Sequence[Statement], fresh: bool, among: Sequence[Statement]) -> list[Statement]:
        if fresh and contradicts(kept):
            return []
        if len(among) == 1:
            return list(among)
        middle = len(among) // 2
        first, second = among[:middle], among[middle:]
        needed_second = narrow([*kept, *first], True, second)
        needed_first = narrow([*kept, *needed_second], bool(needed_second), first)
        return [*needed_first, *needed_second]

    return tuple(narrow([], False, statements)) if statements else ()


def clashes(statements: Sequence[Statement]) -> bool:
    """Whether the forward rules find a contradiction in these statements alone."""
    return bool(Closure(rules_of(statements), statements).clashes)


def _explained(
    statements: Sequence[Statement], closure: Closure, clash: Clash, names: Names, graph: Queryable | None
) -> Explanation:
    kept = smallest([statements[rank] for rank in closure.origins_of(clash)], clashes)
    if graph is not None:
        names.ask_all(graph, kept)
    # Of what is left, the clash itself: the individual, and the classes that exclude each other there.
    small = Closure(rules_of(kept), kept).clashes[0]
    return _worded(kept, names, small)


def _worded(kept: Sequence[Statement], names: Names, clash: Clash) -> Explanation:
    individual = names.label(clash.individual)
    outright = _outright(kept, clash.individual)
    above = rules_of(kept).above()
    parts, said = [], True
    for kind in clash.classes:
        label = names.label(kind)
        told = [each for each in outright if kind in above.get(each, frozenset((each,)))]
        said = said and bool(told)
        if told and kind not in told:
            first = names.label(told[0])
            parts.append(
                Text(f"« {first.fr} » (donc « {label.fr} »)", f"“{first.say('en')}” (hence “{label.say('en')}”)")
            )
        else:
            parts.append(Text(f"« {label.fr} »", f"“{label.say('en')}”"))
    both, both_en = " et ".join(each.fr for each in parts), " and ".join(each.say("en") for each in parts)
    headline = Text(
        f"« {individual.fr} » {'est dit' if said else 'se trouve être'} à la fois {both}, "
        "que l’ontologie tient pour exclusifs.",
        f"“{individual.say('en')}” {'is said to be' if said else 'turns out to be'} both {both_en}, "
        "which the ontology holds to exclude each other.",
    )
    return Explanation(
        headline=headline,
        individual=clash.individual,
        classes=clash.classes,
        facts=tuple(names.said(each) for each in kept if each.assertion),
        rules=tuple(names.said(each) for each in kept if not each.assertion),
    )


def _outright(kept: Sequence[Statement], individual: str) -> list[str]:
    """The classes that the statements say of an individual, as they are written."""
    return [
        each.triples[0].object.value
        for each in kept
        if each.assertion
        and each.triples[0].predicate == TYPE
        and isinstance(each.triples[0].object, NamedNode)
        and getattr(each.triples[0].subject, "value", "") == individual
    ]


def _impossible(knowledge: Knowledge, kind: str, names: Names) -> Explanation:
    statements, something = knowledge.statements, _member(kind)
    closure = Closure(rules_of(statements), [*statements, something])
    ranks = closure.origins_of(closure.clashes[0])
    candidates = [statements[rank] for rank in ranks if rank < len(statements)]
    kept = smallest(candidates, lambda some: clashes([*some, something]))
    clash = Closure(rules_of(kept), [*kept, something]).clashes[0]
    label = names.label(kind)
    both, both_en = _joined([names.label(each) for each in clash.classes])
    if clash.individual.startswith(_ANYTHING):
        what, what_en = "ce serait", "it would be"
    elif clash.individual.startswith("_:"):
        what, what_en = "ce à quoi cela mène serait", "what it leads to would be"
    else:
        linked = names.label(clash.individual)
        what, what_en = f"« {linked.fr} » serait", f"“{linked.say('en')}” would be"
    return Explanation(
        headline=Text(
            f"Rien ne peut être « {label.fr} » : {what} à la fois {both}, que l’ontologie tient pour exclusifs.",
            f"Nothing can be “{label.say('en')}”: {what_en} both {both_en}, which the ontology holds to exclude "
            "each other.",
        ),
        individual="",
        classes=clash.classes,
        facts=tuple(names.said(each) for each in kept if each.assertion),
        rules=tuple(names.said(each) for each in kept if not each.assertion),
    )


def _by_hermit(knowledge: Knowledge, names: Names, graph: Queryable | None, seconds: float) -> tuple[Explanation, ...]:
    calls, end = 0, monotonic() + seconds

    def contradicts(some: Sequence[Statement]) -> bool:
        nonlocal calls
        calls += 1
        if calls > _MOST_CALLS:
            raise FtgraphError(
                f"HermiT a été interrogé {_MOST_CALLS} fois sans isoler la contradiction.",
                f"HermiT was asked {_MOST_CALLS} times without narrowing the contradiction down.",
                cure="Restreignez avec --source, ou demandez --engine forward.",
                cure_en="Narrow it with --source, or ask for --engine forward.",
            )
        return not hermit.check(hermit.world_of(knowledge, some), end - monotonic()).consistent

    if not contradicts(knowledge.statements):
        return ()
    kept = smallest(knowledge.statements, contradicts)
    if graph is not None:
        names.ask_all(graph, kept)
    try:
        seen = Closure(rules_of(kept), kept).clashes
    except Unsupported:
        seen = []
    if seen:
        return (_worded(kept, names, seen[0]),)
    return (
        Explanation(
            headline=Text("Ces affirmations se contredisent.", "These statements contradict each other."),
            individual="",
            classes=(),
            facts=tuple(names.said(each) for each in kept if each.assertion),
            rules=tuple(names.said(each) for each in kept if not each.assertion),
        ),
    )


def _joined(kinds: Sequence[Text]) -> tuple[str, str]:
    return (
        " et ".join(f"« {each.fr} »" for each in kinds),
        " and ".join(f"“{each.say('en')}”" for each in kinds),
    )
