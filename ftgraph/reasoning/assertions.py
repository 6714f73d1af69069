"""What the published graph says of its individuals, as far as it bears on what they are: links and types, no values.

Bounded: only the properties that the axioms look at are read, from the committees' graphs unless others are named,
with what is said elsewhere of the things they mention (an authority's powers stand with the territories). Never the
solutions of a country, unless their source is named.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, Triple

from ftgraph import namespaces, queries
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.reasoning.rules import Rules
from ftgraph.reasoning.statements import OUTSIDE_OWL, TYPE, Knowledge

MOST_ASSERTIONS = 300_000
_COMMITTEES = "committees-"
_AT_ONCE = 500
_STEPS = 3
_MOST_MET = 2000


@dataclass(frozen=True)
class Read:
    """What was read. `sources`: the keys of those read; `dated`: values that OWL 2 knows no datatype for, left out;
    `values`: other texts and numbers, left out too."""

    assertions: tuple[Triple, ...]
    sources: tuple[str, ...]
    dated: int
    values: int


def read(graph: Queryable, base: str, knowledge: Knowledge, rules: Rules, sources: Sequence[str] = ()) -> Read:
    """The assertions of sources, by key, those of all committees by default.

    Raises `UsageError`: no such source, or more than 300,000 assertions.
    """
    chosen = _chosen(graph, sources)
    graphs = [_graph_of(key, base) for key in chosen]
    if not graphs:
        return Read((), (), 0, 0)
    bearing = sorted(rules.properties)
    found: dict[Triple, None] = {}
    _keep(found, _triples(_rows(graph, "links", graph=graphs, property=bearing)))
    _keep(found, _typed(_rows(graph, "instances", graph=graphs), knowledge.classes))
    # Elsewhere, only what definitions look at: a territory's communes are counted in thousands and define nothing.
    for some in _some(_mentioned(found)):
        links = _rows(graph, "links-of", subject=some, property=sorted(rules.defining))
        _keep(found, _triples(links))
    for some in _some(_mentioned(found)):
        _keep(found, _typed(_rows(graph, "classes-of", thing=some), knowledge.classes))
    dated = values = 0
    for datatype, count in _rows(graph, "left-out", graph=graphs):
        number = int(count.value) if isinstance(count, Literal) else 0
        if isinstance(datatype, NamedNode) and datatype.value in OUTSIDE_OWL:
            dated += number
        else:
            values += number
    return Read(tuple(found), tuple(chosen), dated, values)


def around(graph: Queryable, knowledge: Knowledge, rules: Rules, thing: str) -> tuple[Triple, ...]:
    """What bears on classing one thing: its links as far as definitions look, and what all that is met is said to be.

    Definitions look forward, three links at most; at most 2,000 things are met. Of the thing itself, the links that
    tell what stands at their ends count too.
    """
    found: dict[Triple, None] = {}
    if starting := sorted(rules.starting):
        _keep(found, _triples(_rows(graph, "links-of", subject=[thing], property=starting)))
    if ending := sorted(rules.ending):
        _keep(found, _triples(_rows(graph, "links-to", object=[thing], property=ending)))
    defining = sorted(rules.defining)
    reached, border = {thing}, [thing]
    for _ in range(_STEPS):
        links: list[Triple] = []
        for some in _some(border):
            links += _triples(_rows(graph, "links-of", subject=some, property=defining))
        _keep(found, links)
        met = dict.fromkeys(each.object.value for each in links if isinstance(each.object, NamedNode))
        border = [each for each in met if each not in reached][: _MOST_MET - len(reached)]
        reached.update(border)
        if not border:
            break
    for some in _some(sorted(reached)):
        _keep(found, _typed(_rows(graph, "classes-of", thing=some), knowledge.classes))
    return tuple(found)


def _chosen(graph: Queryable, sources: Sequence[str]) -> list[str]:
    rows = list(graph.select(queries.text("catalogue/sources")))
    known = list(dict.fromkeys(row[1].value for row in rows if isinstance(row[1], Literal)))
    if not sources:
        return [key for key in known if key.startswith(_COMMITTEES)]
    chosen = []
    for asked in sources:
        key = asked if asked in known else f"{_COMMITTEES}{asked}"
        if key not in known:
            raise UsageError(
                f"Aucune source publiée n’a la clé « {asked[:80]} ».",
                f"No published source has the key “{asked[:80]}”.",
                cure=f"Clés connues : {', '.join(known[:20])}.",
                cure_en=f"Known keys: {', '.join(known[:20])}.",
            )
        chosen.append(key)
    return list(dict.fromkeys(chosen))


def _graph_of(key: str, base: str) -> str:
    committees = key.removeprefix(_COMMITTEES)
    return (
        namespaces.graph(base, "solutions", key)
        if committees == key
        else namespaces.graph(base, "committees", committees)
    )


def _mentioned(found: Iterable[Triple]) -> list[str]:
    ends = (term for each in found for term in (each.subject, None if each.predicate == TYPE else each.object))
    return list(dict.fromkeys(term.value for term in ends if isinstance(term, NamedNode)))


def _some(things: Sequence[str]) -> Iterator[Sequence[str]]:
    return (things[start : start + _AT_ONCE] for start in range(0, len(things), _AT_ONCE))


def _rows(store: Queryable, name: str, **given: object) -> list[Sequence[object]]:
    """The rows of a query, taken at once: an error must not keep an answer of the store open behind it."""
    return list(islice(store.select(queries.text(f"reasoning/{name}", **given)), MOST_ASSERTIONS + 1))


def _triples(rows: Iterable[Sequence[object]]) -> Iterator[Triple]:
    for subject, prop, value in rows:
        if isinstance(subject, NamedNode) and isinstance(prop, NamedNode) and isinstance(value, NamedNode):
            yield Triple(subject, prop, value)


def _typed(rows: Iterable[Sequence[object]], classes: frozenset[str]) -> Iterator[Triple]:
    for thing, kind in rows:
        if isinstance(thing, NamedNode) and isinstance(kind, NamedNode) and kind.value in classes:
            yield Triple(thing, TYPE, kind)


def _keep(found: dict[Triple, None], triples: Iterable[Triple]) -> None:
    for each in triples:
        found[each] = None
        if len(found) > MOST_ASSERTIONS:
            raise UsageError(
                f"Plus de {MOST_ASSERTIONS} affirmations : c’est trop pour un seul raisonnement.",
                f"More than {MOST_ASSERTIONS} assertions: too many for one run.",
                cure="Restreignez avec --source ou --territory.",
                cure_en="Narrow it with --source or --territory.",
            )
