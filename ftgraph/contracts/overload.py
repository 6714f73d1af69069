"""How many instruments and indicators bear on each actor (deck P1.2, P1.5): the burden, counted and shown."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from ftgraph import queries
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.naming import Named, Names, text
from ftgraph.sources.place_names import fold_name

_KINDS = ("contract", "call", "commitment", "committee")
_SHORTEST_NAME = 3


@dataclass(frozen=True)
class Asked:
    """An indicator asked of an actor, and by how many of its instruments."""

    indicator: Named
    times: int


@dataclass(frozen=True)
class Burden:
    """What bears on an actor on a day.

    `contracts`: those it signed; `calls`: those it pays for; `commitments`: those it made in a charter; `committees`:
    those it sits on.

    `indicators`: the distinct ones that all these follow, the most repeated first; `reports`: how many times one is
    asked for, an indicator that three instruments follow counting three. Organisations of one name are one actor.
    """

    actor: str
    name: str
    contracts: tuple[Named, ...]
    calls: tuple[Named, ...]
    commitments: tuple[Named, ...]
    committees: tuple[Named, ...]
    indicators: tuple[Asked, ...]
    reports: int

    @property
    def instruments(self) -> int:
        """How many contracts, calls, commitments and committees there are."""
        return len(self.contracts) + len(self.calls) + len(self.commitments) + len(self.committees)


def overload(graph: Queryable, on: date, *, area: str = "", actor: str = "", least: int = 1) -> tuple[Burden, ...]:
    """The actors and what bears on each `on` a day, the most burdened first.

    `area`: a territory's IRI: instruments whose territory touches it; commitments of a charter, which have none, are
    left out. `actor`: a part of a name. `least`: the actors with that many instruments at least. Raises `UsageError`
    for a name too short to tell anyone.
    """
    folded = fold_name(actor)
    if actor and len(folded) < _SHORTEST_NAME:
        raise UsageError(
            f"«\u202f{actor[:80]}\u202f» est trop court pour reconnaître un acteur.",
            f"“{actor[:80]}” is too short to tell an actor.",
            cure=f"Donnez au moins {_SHORTEST_NAME} lettres de son nom.",
            cure_en=f"Give at least {_SHORTEST_NAME} letters of its name.",
        )
    names = Names(graph)
    asked = {"day": on, "area": area or None}
    rows = [tuple(map(text, row)) for row in graph.select(queries.text("contracts/overload", **asked))]
    seats = (tuple(map(text, row)) for row in graph.select(queries.text("contracts/seated", **asked)))
    rows += [(who, "committee", what, indicator) for who, what, indicator in seats]
    names.learn(iri for who, _, what, indicator in rows for iri in (who, what, indicator))
    borne: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: {kind: {} for kind in _KINDS})
    iris: dict[str, set[str]] = defaultdict(set)
    for who, kind, what, indicator in rows:
        # A body that two workbooks name is two things of the graph: its name tells it.
        key = fold_name(names.of(who).fr)
        if folded not in key:
            continue
        iris[key].add(who)
        borne[key][kind].setdefault(what, set()).update(filter(None, [indicator]))
    found = [_burden(names, min(iris[key]), kinds) for key, kinds in borne.items()]
    kept = [each for each in found if each.instruments >= least]
    return tuple(sorted(kept, key=lambda each: (-each.instruments, -each.reports, fold_name(each.name))))


def _burden(names: Names, actor: str, kinds: dict[str, dict[str, set[str]]]) -> Burden:
    times = Counter(indicator for things in kinds.values() for asked in things.values() for indicator in asked)
    asked = [Asked(names.named(iri), count) for iri, count in times.items()]
    contracts, calls, commitments, committees = (
        tuple(sorted(map(names.named, kinds[kind]), key=lambda each: each.label)) for kind in _KINDS
    )
    return Burden(
        actor=actor,
        name=names.of(actor).fr,
        contracts=contracts,
        calls=calls,
        commitments=commitments,
        committees=committees,
        indicators=tuple(sorted(asked, key=lambda each: (-each.times, each.indicator.label))),
        reports=sum(times.values()),
    )
