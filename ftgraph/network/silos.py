"""Silos (deck P2.4): actors who are never in one room, told by category and by pair, before and after."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations_with_replacement

from ftgraph.network.graphs import Graphs
from ftgraph.network.records import Network, Side, Who
from ftgraph.wording import Text

MOST_PAIRS = 400


@dataclass(frozen=True)
class Between:
    """Two groups of actors (or one with itself): the pairs there are, those who meet somewhere, those who never do."""

    one: Text
    other: Text
    pairs: int
    meet: int
    never: int


@dataclass(frozen=True)
class Apart:
    """Two actors who are never in one room."""

    one: Who
    other: Who


@dataclass(frozen=True)
class SideSilos:
    """One side. `apart`: the pairs, at most 400 (`never` counts all). `pieces`: groups of actors without a link."""

    pairs: int
    never: int
    between: tuple[Between, ...]
    apart: tuple[Apart, ...]
    pieces: tuple[tuple[Who, ...], ...]


@dataclass(frozen=True)
class Silos:
    """Both sides. `opened`: pairs who never met before and do now; `closed`: who met and no longer do.

    Both count the actors that sit on both sides; 400 pairs at most are listed, `…_count` counts all.
    """

    before: SideSilos
    after: SideSilos
    opened: tuple[Apart, ...]
    closed: tuple[Apart, ...]
    opened_count: int
    closed_count: int


def silos(network: Network) -> Silos:
    """Who is never in one room with whom."""
    was, now = Graphs(network.before), Graphs(network.after)
    before, after = _met(was), _met(now)
    both = set(network.before.by_actor) & set(network.after.by_actor)

    def only(some: set[tuple[str, str]], rest: set[tuple[str, str]]) -> list[Apart]:
        kept = sorted((one, other) for one, other in some - rest if one in both and other in both)
        return [Apart(network.actors[one].short, network.actors[other].short) for one, other in kept]

    opened, closed = only(after, before), only(before, after)
    return Silos(
        _side(network, was),
        _side(network, now),
        tuple(opened[:MOST_PAIRS]),
        tuple(closed[:MOST_PAIRS]),
        len(opened),
        len(closed),
    )


def never_met(side: Side, actor: str) -> tuple[str, ...]:
    """The actors that one is never in a room with; () when it does not sit on that side."""
    if actor not in side.by_actor:
        return ()
    met = {each.actor for sitting in side.by_actor[actor] for each in side.by_body[sitting.body]}
    return tuple(other for other in side.by_actor if other not in met)


def _met(graphs: Graphs) -> set[tuple[str, str]]:
    return {(graphs.actors[min(edge)], graphs.actors[max(edge)]) for edge in graphs.meeting.edges}


def _side(network: Network, graphs: Graphs) -> SideSilos:
    groups = [network.actors[actor].group for actor in graphs.actors]
    sizes = Counter(groups)
    meeting: Counter[tuple[Text, Text]] = Counter()
    for one, other in graphs.meeting.edges:
        first, second = sorted((groups[one], groups[other]))
        meeting[first, second] += 1
    between = []
    for one, other in combinations_with_replacement(sorted(sizes), 2):
        pairs = sizes[one] * (sizes[one] - 1) // 2 if one == other else sizes[one] * sizes[other]
        if pairs:
            between.append(Between(one, other, pairs, meeting[one, other], pairs - meeting[one, other]))
    count = len(graphs.actors)
    pairs = count * (count - 1) // 2
    return SideSilos(
        pairs,
        pairs - graphs.meeting.number_of_edges(),
        tuple(sorted(between, key=lambda each: (-each.never, each.one, each.other))),
        _apart(network, graphs),
        tuple(tuple(network.actors[actor].short for actor in piece) for piece in graphs.groups()),
    )


def _apart(network: Network, graphs: Graphs) -> tuple[Apart, ...]:
    found: list[Apart] = []
    met: dict[int, set[int]] = defaultdict(set)
    for one, other in graphs.meeting.edges:
        met[min(one, other)].add(max(one, other))
    for one, actor in enumerate(graphs.actors):
        for other in range(one + 1, len(graphs.actors)):
            if other not in met[one]:
                found.append(Apart(network.actors[actor].short, network.actors[graphs.actors[other]].short))
                if len(found) == MOST_PAIRS:
                    return tuple(found)
    return tuple(found)
