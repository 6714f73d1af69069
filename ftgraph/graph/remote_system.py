"""What an endpoint keeps of itself, in a system graph: its generations, which one is in service, work under way.

```
ft-store     current       generation:12
generation:12  number, published, quads, note, graph…, withdrawn (by a rollback)
<name of a graph>  begun  "2026-11-29T…"      it is being written, or dropped
```
A publication writes its generation down, where nobody looks, and then turns one pointer: it is whole or not at all,
also on a server that stops half-way in an update of several operations.
"""

import os
import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.errors import CursorExpired, OutcomeUnknown, StoreEmpty, StoreError
from ftgraph.graph import locks
from ftgraph.graph.endpoint import Endpoint
from ftgraph.graph.endpoint_faults import shown
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.store import Generation
from ftgraph.graph.update_forms import dropping, forgetting, inserting, turning
from ftgraph.namespaces import graph as graph_iri
from ftgraph.settings import Settings

_STORE, _GENERATION = "urn:x-ftgraph:store", "urn:x-ftgraph:generation:"
_CURRENT, _NUMBER, _PUBLISHED, _QUADS, _NOTE, _GRAPH, _BEGUN, _WITHDRAWN = (
    f"urn:x-ftgraph:{name}"
    for name in ("current", "number", "published", "quads", "note", "graph", "begun", "withdrawn")
)
_FORGOTTEN_AFTER = timedelta(days=1)
_LOOKS = 5
_LOOK_EVERY_S = 1.0


@dataclass(frozen=True)
class State:
    """A generation, what was done in it, its graphs by their names on the server, and whether a rollback left it."""

    generation: Generation
    note: str
    names: frozenset[str]
    withdrawn: bool = False


@dataclass(frozen=True)
class Facts:
    """All that the system graph says. `begun`: graphs being written or dropped → since when."""

    current: State | None
    kept: Sequence[State]
    begun: dict[str, str]

    @property
    def published(self) -> Sequence[State]:
        """The kept generations that are or were in service, newest first; not one that was written down only."""
        number = self.current.generation.number if self.current else 0
        return [each for each in self.kept if each.generation.number <= number or each.withdrawn]


class System:
    """The system graph of an endpoint, and the local folder that goes with it."""

    def __init__(self, settings: Settings) -> None:
        self.endpoint = Endpoint(settings)
        self._lock_wait_s = settings.lock_wait_s
        self.address = shown(settings.store)
        self.graph = graph_iri(settings.base, "system")
        cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        name = sha256(settings.store.encode()).hexdigest()[:16]
        self.cache = Path(cache).expanduser() / "ftgraph" / name

    def locked(self, note: str) -> AbstractContextManager[None]:
        """While it is held, nothing else on this machine writes. Raises `StoreLocked` after the set wait."""
        self.cache.mkdir(parents=True, exist_ok=True)
        return locks.writer_lock(self.cache / "writer.lock", note, self._lock_wait_s)

    def attachments(self, number: int) -> Path:
        """The local folder of a generation's attached files."""
        return self.cache / f"{number:06d}"

    def number(self) -> int:
        """The number of the generation in service, 0 when nothing was published."""
        found = next(iter(self.endpoint.select(queries.text("generations/current"), [self.graph])), None)
        return int(found[0].value) if found and isinstance(found[0], ox.Literal) else 0

    def keeps(self, number: int) -> bool:
        """Whether a generation can still be read whole."""
        asked = queries.text("generations/kept", generation=f"{_GENERATION}{number}")
        return self.endpoint.ask(asked, [self.graph])

    def facts(self) -> Facts:
        """Everything, in one query."""
        found: dict[str, list[tuple[str, str]]] = {}
        for subject, name, value in self.endpoint.select(queries.text("generations/facts"), [self.graph]):
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
            self.endpoint.update(forgetting(self.graph, name))

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
        self.endpoint.update(forgetting(self.graph, generation))
        self._insert(_told(generation, given))

    def settle(self, names: Iterable[str]) -> None:
        """Graphs of a generation in service are no longer under way."""
        for name in names:
            self.endpoint.update(forgetting(self.graph, name))

    def point_to(self, generation: Generation, *, withdrawn: int | None = None) -> None:
        """Turn the pointer; mark the generation that a rollback leaves. Raises `OutcomeUnknown`: it may still turn.

        Between its operations the newest generation counts; Virtuoso does not do them in one.
        """
        steps = [turning(self.graph, _STORE, _CURRENT, f"{_GENERATION}{generation.number}")]
        if withdrawn is not None:
            left = f"{iri(f'{_GENERATION}{withdrawn}')} {iri(_WITHDRAWN)} {literal('true')}"
            steps.append(inserting(self.graph, left))
        try:
            self.endpoint.update(" ;\n".join(steps))
        except OutcomeUnknown:
            if not self._turned(generation):
                raise _pointer_unknown() from None

    def _turned(self, generation: Generation) -> bool:
        """Whether the pointer is seen to have turned after all."""
        for _ in range(_LOOKS):
            with suppress(StoreError):
                current = self.facts().current
                if current is not None and current.generation == generation:
                    return True
            time.sleep(_LOOK_EVERY_S)
        return False

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
            self.endpoint.update(forgetting(self.graph, f"{_GENERATION}{each.generation.number}"))
            self.drop(each.names - used)

    def _insert(self, lines: Iterable[str]) -> None:
        self.endpoint.update(inserting(self.graph, "\n".join(lines)))


def _state(told: Sequence[tuple[str, str]]) -> State | None:
    values = dict(told)
    if not {_NUMBER, _PUBLISHED, _QUADS} <= values.keys():
        return None
    generation = Generation(int(values[_NUMBER]), datetime.fromisoformat(values[_PUBLISHED]), int(values[_QUADS]))
    names = frozenset(value for name, value in told if name == _GRAPH)
    return State(generation, values.get(_NOTE, ""), names, _WITHDRAWN in values)


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


def empty(address: str) -> StoreEmpty:
    """Nothing was published on the endpoint."""
    return StoreEmpty(
        f"Le point SPARQL «\u202f{address}\u202f» ne contient encore rien de publié.",
        f"Nothing was published on “{address}” yet.",
        cure="Importez d’abord des données avec «\u202fftgraph import\u202f».",
        cure_en="First import data with “ftgraph import”.",
    )


def _pointer_unknown() -> OutcomeUnknown:
    return OutcomeUnknown(
        "Le point SPARQL distant n’a pas dit si la publication a eu lieu\u202f: elle n’est pas visible, "
        "mais peut encore le devenir.",
        "The remote endpoint did not say whether the publication took place: it is not there, but may still come.",
        cure="Regardez quelle génération est en service (/health/ready du serveur la donne) avant de recommencer.",
        cure_en="See which generation is in service (the server’s /health/ready tells) before trying again.",
    )


def expired(number: int) -> CursorExpired:
    """A generation that the remote endpoint keeps no longer."""
    return CursorExpired(
        f"La génération {number} n’est plus gardée par le point SPARQL distant.",
        f"Generation {number} is no longer kept by the remote endpoint.",
        cure="Recommencez sur la génération courante.",
        cure_en="Start again on the current generation.",
    )
