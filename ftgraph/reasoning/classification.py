"""What OWL classes each individual as, beyond what is written of it, and why, in words.

What is written already says the classes above: those are not news. News is what follows from a definition, from where
a relation leads, or from a chain of relations. Values of vocabularies are not individuals to class.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF, VOC
from ftgraph.reasoning import assertions, hermit
from ftgraph.reasoning.forward import Closure
from ftgraph.reasoning.names import Names
from ftgraph.reasoning.rules import Rules, rules_of
from ftgraph.reasoning.statements import Knowledge, Statement, of_ontology
from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

Engine = Literal["forward", "hermit"]
ENGINES: Sequence[Engine] = ("forward", "hermit")


@dataclass(frozen=True)
class Classified:
    """An individual (an IRI) that OWL puts in a class. `said`: the classes that the data says of it.

    `definition`: the class's, in words; `facts`: the assertions that it rests on, `rules`: the axioms applied.
    """

    individual: str
    label: Text
    kind: str
    kind_label: Text
    definition: Text
    said: tuple[Text, ...]
    facts: tuple[Text, ...]
    rules: tuple[Text, ...]


@dataclass(frozen=True)
class Classification:
    """All that is new. `assertions`, `individuals`: how much was looked at; `dated`, `values`: left out, see `Read`.

    `contradictions`: how many individuals are in classes that exclude each other, 1 where HermiT alone sees some; then
    `rows` holds nothing, since from a contradiction anything follows.
    """

    engine: Engine
    sources: tuple[str, ...]
    assertions: int
    individuals: int
    dated: int
    values: int
    contradictions: int
    rows: tuple[Classified, ...]


@dataclass(frozen=True)
class Published:
    """What was read of a published graph, ready for reasoning. `read` says how much."""

    knowledge: Knowledge
    read: assertions.Read
    names: Names


def published(graph: Queryable, base: str, sources: Sequence[str] = ()) -> Published:
    """The ontology with what sources say. Raises `UsageError`: no such source, or too much of it."""
    ontology, rules = _ground()
    read = assertions.read(graph, base, ontology, rules, sources)
    names = Names()
    names.kinds(read.assertions)
    return Published(ontology.with_assertions(read.assertions), read, names)


def of_thing(graph: Queryable, thing: str) -> tuple[Classified, ...]:
    """What is new of one thing, by the forward rules, from what stands around it. Empty when it contradicts itself."""
    ontology, rules = _ground()
    found = assertions.around(graph, ontology, rules, thing)
    if not found:
        return ()
    names = Names()
    names.kinds(found)
    knowledge = ontology.with_assertions(found)
    closure = Closure(rules, knowledge.statements)
    if closure.clashes:
        return ()
    what = Published(knowledge, assertions.Read(found, (), 0, 0), names)
    return _rows(graph, what, closure, {thing: closure.types.get(thing, ())})


@cache
def _ground() -> tuple[Knowledge, Rules]:
    """The ontology and its rules, read once a process."""
    ontology = of_ontology()
    return ontology, rules_of(ontology.statements)


def of_class(rows: Sequence[Classified], name: str) -> tuple[Classified, ...]:
    """The rows of one class, by its IRI or its name; all of them for "". Raises `UsageError`: no class of that name."""
    if not name:
        return tuple(rows)
    iri = name if name.startswith(DEF) else f"{DEF}{name.removeprefix('ft:')}"
    if iri not in _ground()[0].classes:
        raise UsageError(
            f"L’ontologie n’a pas de classe « {name[:80]} ».",
            f"The ontology has no class “{name[:80]}”.",
            cure="Les classes sont à l’adresse /def.",
            cure_en="The classes are at /def.",
        )
    return tuple(each for each in rows if each.kind == iri)


def sources_in(found: Sequence[str], asked: Sequence[str], territory: str) -> tuple[str, ...]:
    """The sources of a territory's committees, `asked` among them where given. Raises `UsageError`: none."""
    kept = tuple(dict.fromkeys(each for each in found if not asked or each in asked))
    if not kept:
        raise UsageError(
            f"Aucun comité n’est publié pour « {territory[:80]} ».",
            f"No committee is published for “{territory[:80]}”.",
            cure="Sans territoire, tous les comités publiés sont examinés.",
            cure_en="Without a territory, all published committees are looked at.",
        )
    return kept


def engine_of(name: str) -> Engine:
    """The engine that a user typed. Raises `UsageError`."""
    for each in ENGINES:
        if name == each:
            return each
    raise UsageError(
        f"Le moteur « {name[:40]} » n’existe pas.",
        f"There is no engine “{name[:40]}”.",
        cure=f"Choisissez parmi {', '.join(ENGINES)}.",
        cure_en=f"Choose among {', '.join(ENGINES)}.",
    )


def classify(
    graph: Queryable, what: Published, engine: Engine = "forward", seconds: float = hermit.MOST_SECONDS
) -> Classification:
    """What is new, by class then name. `hermit` asks HermiT, the oracle, for at most `seconds`; reasons are the forward
    rules' in both.

    Raises what `hermit.check` raises, `Unsupported` from the forward rules.
    """
    statements = what.knowledge.statements
    closure = Closure(rules_of(statements), statements)
    contradictions = len({each.individual for each in closure.clashes})
    found: Mapping[str, Iterable[str]] = closure.types
    if engine == "hermit":
        world = hermit.world_of(what.knowledge)
        consistent = hermit.check(world, seconds).consistent
        contradictions = 0 if consistent else max(contradictions, 1)
        found = hermit.types(world) if consistent else {}
    rows = () if contradictions else _rows(graph, what, closure, found)
    return Classification(
        engine=engine,
        sources=what.read.sources,
        assertions=len(what.read.assertions),
        individuals=sum(not each.startswith(VOC) for each in closure.individuals()),
        dated=what.read.dated,
        values=what.read.values,
        contradictions=contradictions,
        rows=rows,
    )


def news(closure: Closure, statements: Sequence[Statement], individual: str, found: Iterable[str]) -> tuple[str, ...]:
    """The classes of ours among `found` that are neither said of the individual nor above what is said."""
    above = closure.above
    told = {
        wider
        for kind in found
        if (individual, kind) in closure.reasons and said_outright(closure, statements, individual, kind)
        for wider in above.get(kind, frozenset((kind,)))
    }
    return tuple(sorted(kind for kind in found if kind.startswith(DEF) and kind not in told))


def said_outright(closure: Closure, statements: Sequence[Statement], individual: str, kind: str) -> bool:
    """Whether a source says it, rather than a rule."""
    reason = closure.reasons[individual, kind]
    return not reason.facts and statements[reason.by[0]].assertion


def _rows(
    graph: Queryable, what: Published, closure: Closure, found: Mapping[str, Iterable[str]]
) -> tuple[Classified, ...]:
    statements, names = what.knowledge.statements, what.names
    new = [
        (individual, kind)
        for individual in found
        if not individual.startswith(("_:", VOC))
        for kind in news(closure, statements, individual, found[individual])
    ]
    ranks = {rank: None for fact in new if fact in closure.reasons for rank in closure.origins((fact,))}
    names.ask(graph, (individual for individual, _ in new))
    names.ask_all(graph, (statements[rank] for rank in ranks))
    rows = [_row(what, closure, individual, kind, found[individual]) for individual, kind in new]
    return tuple(sorted(rows, key=_rank))


def _rank(row: Classified) -> tuple[str, str, str]:
    return fold_name(row.kind_label.fr), fold_name(row.label.fr), row.individual


def _row(what: Published, closure: Closure, individual: str, kind: str, found: Iterable[str]) -> Classified:
    statements, names = what.knowledge.statements, what.names
    ranks = closure.origins(((individual, kind),)) if (individual, kind) in closure.reasons else ()
    said = [
        each
        for each in sorted(found)
        if (individual, each) in closure.reasons and said_outright(closure, statements, individual, each)
    ]
    return Classified(
        individual=individual,
        label=names.label(individual),
        kind=kind,
        kind_label=names.label(kind),
        definition=names.definition(kind),
        said=tuple(names.label(each) for each in said),
        facts=tuple(names.said(statements[rank]) for rank in ranks if statements[rank].assertion),
        rules=tuple(names.said(statements[rank]) for rank in ranks if not statements[rank].assertion),
    )
