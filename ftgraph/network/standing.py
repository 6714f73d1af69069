"""Who links whom: how many others an actor meets, who is the only link, who is on the way, which groups there are.

In words: *meets* counts the other actors in its rooms (degree in the graph of actors who meet); *on the way* is the
share of pairs of other actors whose shortest chain of common instances passes by it (betweenness); *only link* is an
actor without whom the network falls into more pieces (articulation point); *circles* are the groups that meet among
themselves more than with the rest (Louvain communities of the graph of actors who meet).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from ftgraph.network.graphs import Graphs
from ftgraph.network.records import Side

SEED = 20231218
MOST_EXACT = 300
"""Above so many actors, chains are followed from a sample of them instead of all."""
_SAMPLE = 60


@dataclass(frozen=True)
class Standing:
    """Where one actor stands on one side. `on_the_way`: from 0 to 1; `circle`: the number of its circle, from 1."""

    actor: str
    bodies: int
    presides: int
    meets: int
    never_meets: int
    on_the_way: float
    only_link: bool
    circle: int


@dataclass(frozen=True)
class Shape:
    """One side as a whole.

    `pairs`: of actors; `meeting`: those who meet somewhere. `pieces`: groups without any link between them, `circles`:
    groups that meet among themselves mostly; both as actors' keys, the largest first. `estimated`: whether `on_the_way`
    was measured on a sample.
    """

    actors: int
    pairs: int
    meeting: int
    pieces: tuple[tuple[str, ...], ...]
    circles: tuple[tuple[str, ...], ...]
    standings: tuple[Standing, ...]
    estimated: bool


def shape(side: Side) -> Shape:
    """All of it, actors in the order of their keys."""
    graphs = Graphs(side)
    count = len(graphs.actors)
    circles = _circles(graphs)
    circle_of = {actor: number for number, circle in enumerate(circles, start=1) for actor in circle}
    exact = count <= MOST_EXACT
    way = _on_the_way(graphs, exact=exact)
    links = set(nx.articulation_points(graphs.sitting)) if count else set()
    standings = []
    for node, actor in enumerate(graphs.actors):
        sittings = side.by_actor[actor]
        met = graphs.meeting.degree(node)
        standings.append(
            Standing(
                actor,
                len(sittings),
                sum(sitting.presides for sitting in sittings),
                met,
                count - 1 - met,
                round(way.get(node, 0.0), 4),
                node in links,
                circle_of[actor],
            )
        )
    return Shape(
        count,
        count * (count - 1) // 2,
        graphs.meeting.number_of_edges(),
        tuple(tuple(group) for group in graphs.groups()),
        tuple(tuple(circle) for circle in circles),
        tuple(standings),
        not exact,
    )


def _circles(graphs: Graphs) -> list[list[str]]:
    if not graphs.actors:
        return []
    found = nx.community.louvain_communities(graphs.meeting, weight="weight", seed=SEED)
    named = ([graphs.actors[node] for node in sorted(circle)] for circle in found)
    return sorted(named, key=lambda circle: (-len(circle), circle))


def _on_the_way(graphs: Graphs, *, exact: bool) -> dict[int, float]:
    """Actor's number → share of the pairs of other actors whose shortest chain passes by it."""
    count = len(graphs.actors)
    pairs = (count - 1) * (count - 2) / 2
    if pairs <= 0:
        return {}
    everyone: Sequence[int] = range(count)
    sources = list(everyone) if exact else sorted(random.Random(SEED).sample(everyone, _SAMPLE))  # noqa: S311 - a sample
    passing = nx.betweenness_centrality_subset(graphs.sitting, sources, list(everyone))
    return {node: passing[node] * count / len(sources) / pairs for node in everyone}
