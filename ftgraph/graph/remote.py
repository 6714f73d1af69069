"""The remote store: generations on any SPARQL 1.1 endpoint.

A system graph holds the generation's number and the list of its graphs; queries name those graphs and see no other. A
writer fills staging graphs, which no reader names; `publish` moves them into place and changes the number. What the
protocol cannot give: an older generation, and a snapshot while another one is published. An answer that a publication
may have crossed is thrown away and `CursorExpired` raised.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from ftgraph.errors import StoreEmpty
from ftgraph.graph.remote_system import NOWHERE, Publishing, State, System, expired
from ftgraph.graph.remote_writer import RemoteWriter
from ftgraph.graph.store import Row
from ftgraph.settings import Settings

_LOOK_EVERY_S = 0.25


class RemoteReader:
    """See `store.Reader`. Answers are whole before the first row is given: they are checked against the number."""

    def __init__(self, system: System, state: State) -> None:
        self.generation = state.generation
        self.attachments: Path = system.attachments(state.generation.number)
        self.attachments.mkdir(parents=True, exist_ok=True)
        self.graphs = sorted(state.graphs) or [NOWHERE]
        self._system = system

    def select(self, query: str) -> Iterator[Row]:
        rows = self._system.endpoint.select(query, self.graphs)
        self.check()
        return iter(rows)

    def ask(self, query: str) -> bool:
        answer = self._system.endpoint.ask(query, self.graphs)
        self.check()
        return answer

    def construct(self, query: str) -> Iterator[ox.Triple]:
        triples = self._system.endpoint.construct(query, self.graphs)
        self.check()
        return triples

    def check(self) -> None:
        """Raise `CursorExpired` when what was read since this reader was made may be of two generations."""
        try:
            now = self._system.number()
        except Publishing:
            raise expired(self.generation.number) from None
        if now != self.generation.number:
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

    def state(self) -> State | None:
        """What is published; it waits for a publication under way."""
        until = time.monotonic() + self._settings.store_busy_s
        while True:
            try:
                return self.system.state()
            except Publishing:
                if time.monotonic() > until:
                    raise
            time.sleep(_LOOK_EVERY_S)

    def reader(self, generation: int | None = None) -> RemoteReader:
        state = self.state()
        if state is None:
            raise StoreEmpty(
                f"Le point SPARQL «\u202f{self.system.address}\u202f» ne contient encore rien de publié.",
                f"Nothing was published on “{self.system.address}” yet.",
                cure="Importez d’abord des données avec «\u202fftgraph import\u202f».",
            )
        if generation not in {None, state.generation.number}:
            raise expired(generation or 0)
        return RemoteReader(self.system, state)

    def writer(self, note: str) -> RemoteWriter:
        return RemoteWriter(self.system, self._settings, note)
