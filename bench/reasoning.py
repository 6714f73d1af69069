"""What classifying individuals costs: the forward rules, HermiT, and owlrl where it is installed; prints a table.

    FTGRAPH_STORE=… python bench/reasoning.py [--copies 1 10]      (the store holds the example: ftgraph demo)

The committees of the example are copied under other names, so that size alone changes. The engines' answers are
compared, individual by individual, before anything is said of their time.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import rdflib
from pyoxigraph import NamedNode, Triple

from ftgraph import settings
from ftgraph.graph.store import open_store
from ftgraph.namespaces import ROOT, VOC
from ftgraph.reasoning import assertions, hermit, statements
from ftgraph.reasoning.forward import Closure
from ftgraph.reasoning.rules import rules_of
from ftgraph.reasoning.statements import TYPE, Knowledge

Types = Mapping[str, frozenset[str]]


def copied(triples: Sequence[Triple], number: int) -> list[Triple]:
    """The assertions under other names; values of vocabularies and classes keep theirs."""

    def renamed(term: NamedNode) -> NamedNode:
        return term if not term.value.startswith(f"{ROOT}/id/") or not number else NamedNode(f"{term.value}/{number}")

    return [
        Triple(renamed(each.subject), each.predicate, each.object if each.predicate == TYPE else renamed(each.object))
        for each in triples
    ]


def forward(given: Knowledge) -> Types:
    closure = Closure(rules_of(given.statements), given.statements)
    assert not closure.clashes
    return {each: frozenset(kind for kind in closure.types[each] if kind[0] != "_") for each in closure.individuals()}


def by_hermit(given: Knowledge) -> Types:
    world = hermit.world_of(given)
    assert hermit.check(world).consistent
    return hermit.types(world)


def by_owlrl(given: Knowledge) -> Types:
    import owlrl

    graph = rdflib.Graph()
    written = "\n".join(
        f"{each} ." for part in (given.background, *(s.triples for s in given.statements)) for each in part
    )
    graph.parse(data=written, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    found: dict[str, set[str]] = {}
    for subject, kind in graph.subject_objects(rdflib.RDF.type):
        if isinstance(subject, rdflib.URIRef) and isinstance(kind, rdflib.URIRef):
            found.setdefault(str(subject), set()).add(str(kind))
    return {name: frozenset(kinds) for name, kinds in found.items()}


def timed(work: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 10])
    given = parser.parse_args()
    ontology = statements.of_ontology()
    rules = rules_of(ontology.statements)
    with open_store(settings.load()).reader() as reader:
        read = assertions.read(reader, settings.load().base, ontology, rules)
    print("| assertions | individuals | forward rules | HermiT ÷ rules | owlrl ÷ rules | owlrl, individuals alike |")
    print("|---|---|---|---|---|---|")
    for copies in given.copies:
        whole = [triple for number in range(copies) for triple in copied(read.assertions, number)]
        knowledge = ontology.with_assertions(whole)
        ours = forward(knowledge)
        named = [each for each in ours if not each.startswith(VOC)]
        oracle = by_hermit(knowledge)
        assert {each: oracle[each] for each in named} == {each: ours[each] for each in named}
        rules_s = timed(partial(forward, knowledge), 5)
        hermit_s = timed(partial(by_hermit, knowledge), 1)
        try:
            started = time.perf_counter()
            theirs = by_owlrl(knowledge)
            owlrl_s = time.perf_counter() - started
            alike = sum(ours[each] <= theirs.get(each, frozenset()) for each in named)
            other = f"{owlrl_s:.1f} s = {owlrl_s / rules_s:,.0f} | {alike} of {len(named)}"
        except ImportError:
            other = "not installed | "
        oracle_s = f"{hermit_s:.1f} s = {hermit_s / rules_s:,.0f}"
        print(f"| {len(whole):,} | {len(named):,} | {rules_s * 1000:.0f} ms | {oracle_s} | {other} |", flush=True)


if __name__ == "__main__":
    main()
