"""What an endpoint keeps of itself, in a system graph: its generations, which one is in service, work under way.

```
ft-store     current       generation:12
generation:12  number, published, quads, note, graph…
<name of a graph>  begun  "2026-11-29T…"      it is being written, or dropped
```
A publication writes its generation down, where nobody looks, and then turns one pointer: it is whole or not at all,
also on a server that stops half-way in an update of several operations.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from ftgraph.errors import CursorExpired, StoreError
from ftgraph.graph.endpoint import Endpoint
from ftgraph.graph.endpoint_faults import shown
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.store import Generation
from ftgraph.graph.update_forms import dropping, inserting
from ftgraph.namespaces import graph as graph_iri
from ftgraph.settings import Settings

_STORE, _GENERATION = "urn:x-ftgraph:store", "urn:x-ftgraph:generation:"
_CURRENT, _NUMBER, _PUBLISHED, _QUADS, _NOTE, _GRAPH, _BEGUN = (
    f"urn:x-ftgraph:{name}" for name in ("current", "number", "published", "quads", "note", "graph", "begun")
)
_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class State:
    """A generation, what was done in it, and its graphs by their names on the server."""

    generation: Generation
    note: str
    names: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """All that the system graph says. `begun`: graphs being written or dropped → since when."""

    current: State | None
    kept: Sequence[State]
    begun: dict[str, str]


class System:
    """The system graph of an endpoint, and the local folder that goes with it."""

    def __init__(self, settings: Settings) -> None:
        self.endpoint = Endpoint(settings)
        self.address = shown(settings.store)
        self.graph = graph_iri(settings.base, "system")
        cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        name = sha256(settings.store.encode()).hexdigest()[:16]
        self.cache = Path(cache).expanduser() / "ftgraph" / name

    def attachments(self, number: int) -> Path:
        """The local folder of a generation's attached files."""
        return self.cache / f"{number:06d}"

    def number(self) -> int:
        """The number of the generation in service, 0 when nothing was published."""
        pattern = f"{iri(_STORE)} {iri(_CURRENT)} ?generation . ?generation {iri(_NUMBER)} ?number"
        query = f"SELECT ?number WHERE {{ GRAPH {iri(self.graph)} {{ {pattern} }} }} ORDER BY DESC(?number)"
        found = next(iter(self.endpoint.select(query, [self.graph])), None)
        return int(found[0].value) if found and isinstance(found[0], ox.Literal) else 0

    def keeps(self, number: int) -> bool:
        """Whether a generation can still be read whole."""
        generation = iri(f"{_GENERATION}{number}")
        return self.endpoint.ask(
            f"ASK {{ GRAPH {iri(self.graph)} {{ {generation} {iri(_NUMBER)} ?n }} }}", [self.graph]
        )

    def facts(self) -> Facts:
        """Everything, in one query."""
        query = f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri(self.graph)} {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
        found: dict[str, list[tuple[str, str]]] = {}
        for subject, name, value in self.endpoint.select(query, [self.graph]):
            if isinstance(subject, ox.NamedNode) and isinstance(name, ox.NamedNode):
                told = value.value if isinstance(value, ox.NamedNode | ox.Literal) else ""
                found.setdefault(subject.value, []).append((name.value, told))
        states = {subject: _state(said) for subject, said in found.items() if subject.startswith(_GENERATION)}
        kept = sorted(filter(None, states.values()), key=lambda each: each.generation.number, reverse=True)
        pointed = [states.get(value) for name, value in found.get(_STORE, ()) if name == _CURRENT]
        current = max(filter(None, pointed), key=lambda each: each.generation.number, default=None)
        begun = {subject: value for subject, said in found.items() for name, value in said if name == _BEGUN}
        return Facts(current, kept, begun)

    def begin(self, name: str) -> None:
        """Write down that a graph is to be filled, or dropped: should its writer die, another drops it one day."""
        self._insert([f"{iri(name)} {iri(_BEGUN)} {literal(datetime.now(UTC).isoformat())} ."])

    def drop(self, names: Iterable[str]) -> None:
        """Drop graphs by their names, those that `begin` wrote down."""
        for name in names:
            self.endpoint.update(dropping(name))
            self.endpoint.update(self._without(iri(name)))

    def tidy(self) -> Facts:
        """Drop what writers that died a day ago left, and a generation that was never put in service. What is there."""
        facts = self.facts()
        oldest = (datetime.now(UTC) - _FORGOTTEN_AFTER).isoformat()
        used = frozenset[str]().union(*(each.names for each in facts.kept))
        self.drop(name for name, begun in facts.begun.items() if begun < oldest and name not in used)
        return facts

    def write_down(self, given: State) -> None:
        """Say what a generation holds, where nobody looks before `point_to`."""
        generation = f"{_GENERATION}{given.generation.number}"
        self.endpoint.update(self._without(iri(generation)))
        self._insert(_told(generation, given))

    def settle(self, names: Iterable[str]) -> None:
        """Graphs of a generation in service are no longer under way."""
        for name in names:
            self.endpoint.update(self._without(iri(name)))

    def point_to(self, number: int) -> None:
        """Turn the pointer. Between its two operations the newest generation counts; Virtuoso does not do it in one."""
        system, pointer, there = iri(self.graph), f"{iri(_STORE)} {iri(_CURRENT)}", iri(f"{_GENERATION}{number}")
        old = f"GRAPH {system} {{ {pointer} ?before }}"
        self.endpoint.update(
            f"INSERT DATA {{ GRAPH {system} {{ {pointer} {there} }} }} ;\n"
            f"DELETE {{ {old} }} WHERE {{ {old} FILTER(?before != {there}) }}"
        )

    def retain(self, count: int) -> None:
        """Keep the newest `count` generations and the one in service; drop the graphs that only others had."""
        facts = self.facts()
        served = {facts.current.generation.number} if facts.current else set()
        served |= {each.generation.number for each in facts.kept[: max(count, 1)]}
        gone = [each for each in facts.kept if each.generation.number not in served]
        used = frozenset[str]().union(*(each.names for each in facts.kept if each not in gone))
        for each in gone:
            for name in each.names - used:
                self.begin(name)
            self.endpoint.update(self._without(iri(f"{_GENERATION}{each.generation.number}")))
            self.drop(each.names - used)

    def _without(self, subject: str) -> str:
        return f"DELETE WHERE {{ GRAPH {iri(self.graph)} {{ {subject} ?p ?o }} }}"

    def _insert(self, lines: Iterable[str]) -> None:
        self.endpoint.update(inserting(self.graph, "\n".join(lines)))


def _state(told: Sequence[tuple[str, str]]) -> State | None:
    values = dict(told)
    if not {_NUMBER, _PUBLISHED, _QUADS} <= values.keys():
        return None
    generation = Generation(int(values[_NUMBER]), datetime.fromisoformat(values[_PUBLISHED]), int(values[_QUADS]))
    return State(generation, values.get(_NOTE, ""), frozenset(value for name, value in told if name == _GRAPH))


def _told(which: str, state: State) -> Iterable[str]:
    pairs = [
        (_NUMBER, literal(state.generation.number)),
        # A plain string: a server may write dates its own way.
        (_PUBLISHED, literal(state.generation.published.isoformat())),
        (_QUADS, literal(state.generation.quads)),
        (_NOTE, literal(state.note)),
        *((_GRAPH, iri(name)) for name in sorted(state.names)),
    ]
    return [f"{iri(which)} {iri(name)} {value} ." for name, value in pairs]


def overtaken() -> StoreError:
    """Another machine published while this writer was at work."""
    return StoreError(
        "Une autre machine a publié entre-temps sur le point SPARQL distant\u202f: rien n’a été modifié.",
        "Another machine published on the remote endpoint meanwhile: nothing was changed.",
        cure="Recommencez, et lancez les imports depuis une seule machine.",
        cure_en="Try again, and run imports from one machine only.",
    )


def expired(number: int) -> CursorExpired:
    """A generation that the remote endpoint keeps no longer."""
    return CursorExpired(
        f"La génération {number} n’est plus gardée par le point SPARQL distant.",
        f"Generation {number} is no longer kept by the remote endpoint.",
        cure="Recommencez sur la génération courante.",
        cure_en="Start again on the current generation.",
    )
