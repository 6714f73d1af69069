"""The network as networkx graphs: actors and instances, actors who meet, instances that share members.

Nodes are numbers, in the order of the actors' keys and then of the instances: what networkx keeps in sets comes out
in the same order in every process.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations

import networkx as nx

from ftgraph.network.records import Side


class Graphs:
    """The graphs of one side. `actors` and `bodies`: what the numbers stand for (bodies after actors)."""

    def __init__(self, side: Side, *, without: str = "") -> None:
        self.actors: Sequence[str] = [actor for actor in side.by_actor if actor != without]
        self.bodies: Sequence[str] = [body.iri for body in side.bodies if side.by_body[body.iri]]
        self._side = side
        self.number = {actor: number for number, actor in enumerate(self.actors)}
        self._body_number = {body: len(self.actors) + number for number, body in enumerate(self.bodies)}

    @cached_property
    def sitting(self) -> "nx.Graph[int]":
        """Actors (bipartite = 0) and instances (1); an edge where an actor sits."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.actors)), bipartite=0)
        graph.add_nodes_from(self._body_number.values(), bipartite=1)
        for actor in self.actors:
            graph.add_edges_from(
                (self.number[actor], self._body_number[sitting.body]) for sitting in self._side.by_actor[actor]
            )
        return graph

    @cached_property
    def meeting(self) -> "nx.Graph[int]":
        """Actors; an edge where two meet in some instance, its weight how many instances they share."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.actors)))
        for body in self.bodies:
            there = sorted(self.number[each.actor] for each in self._side.by_body[body] if each.actor in self.number)
            for one, other in combinations(there, 2):
                if graph.has_edge(one, other):
                    graph[one][other]["weight"] += 1
                else:
                    graph.add_edge(one, other, weight=1)
        return graph

    @cached_property
    def sharing(self) -> "nx.Graph[int]":
        """Instances (numbered from 0); an edge where two share members, its weight how many."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.bodies)))
        numbers = {body: number for number, body in enumerate(self.bodies)}
        for actor in self.actors:
            there = sorted(numbers[sitting.body] for sitting in self._side.by_actor[actor])
            for one, other in combinations(there, 2):
                weight = graph[one][other]["weight"] + 1 if graph.has_edge(one, other) else 1
                graph.add_edge(one, other, weight=weight)
        return graph

    def groups(self) -> list[list[str]]:
        """The actors who meet, directly or through others, together; the largest group first."""
        found = ([node for node in part if node < len(self.actors)] for part in nx.connected_components(self.sitting))
        return sorted(([self.actors[node] for node in sorted(part)] for part in found if part), key=_largest)


def _largest(group: list[str]) -> tuple[int, list[str]]:
    return -len(group), group
