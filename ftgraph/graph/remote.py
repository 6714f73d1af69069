"""The remote store: generations on any SPARQL 1.1 endpoint.

A system graph (`remote_system`) lists the generations and their graphs, by the names that these bear on the server
(`remote_names`); a query is asked over the graphs of its generation and sees no other. Written graphs get new names,
so a generation never changes while it is kept; an answer over one that is dropped meanwhile is refused.
"""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from ftgraph.graph.remote_names import Names
from ftgraph.graph.remote_system import State, System, empty, expired
from ftgraph.graph.remote_writer import RemoteWriter
from ftgraph.graph.store import Generation, Row
from ftgraph.settings import Settings


class RemoteReader:
    """See `store.Reader`. Answers are whole before the first row is given: then it is seen whether they are sound."""

    def __init__(self, system: System, state: State) -> None:
        self.generation = state.generation
        self.attachments: Path = system.attachments(state.generation.number)
        self.attachments.mkdir(parents=True, exist_ok=True)
        self.names = Names(state.names)
        self.endpoint = system.endpoint
        self._system = system

    def select(self, query: str) -> Iterator[Row]:
        rows = self.endpoint.select(self.names.aimed(query), self.names.dataset)
        self.check()
        return self.names.told(query, rows)

    def ask(self, query: str) -> bool:
        answer = self.endpoint.ask(self.names.aimed(query), self.names.dataset)
        self.check()
        return answer

    def construct(self, query: str) -> Iterator[ox.Triple]:
        triples = self.endpoint.construct(self.names.aimed(query), self.names.dataset)
        self.check()
        return triples

    def streamed(self, query: str) -> Iterator[ox.Triple]:
        """As `construct`, for answers too long to be held: whether they are sound is seen after the last triple."""
        yield from self.endpoint.streamed(self.names.aimed(query), self.names.dataset)
        self.check()

    def check(self) -> None:
        """Raise `CursorExpired` when the generation is no longer kept: what was read may lack graphs."""
        if not self._system.keeps(self.generation.number):
            raise expired(self.generation.number)

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class RemoteStore:
    """See `store.Store`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.system = System(settings)

    def current(self) -> int:
        return self.system.number()

    def reader(self, generation: int | None = None) -> RemoteReader:
        facts = self.system.facts()
        if facts.current is None:
            raise empty(self.system.address)
        if generation is None:
            return RemoteReader(self.system, facts.current)
        for state in facts.kept:
            if state.generation.number == generation:
                return RemoteReader(self.system, state)
        raise expired(generation)

    def published(self, note: str) -> Generation | None:
        """The newest generation published under a note, if it is there."""
        for state in self.system.facts().published:
            if state.note == note and not state.withdrawn:
                return state.generation
        return None

    def writer(self, note: str) -> RemoteWriter:
        return RemoteWriter(self.system, self._settings, note)
