"""A file being checked, read with the same queries as the published graph."""

from pathlib import Path

import pyoxigraph as ox

from ftgraph.graph import querying
from ftgraph.graph.querying import Streamed
from ftgraph.graph.store import Row

_NOWHERE = Path()


class FileGraph:
    """A store in memory as a `Queryable`: what was handed in, its surroundings and the rule sets, all graphs as one."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def select(self, query: str) -> Streamed[Row]:
        """See `Queryable`."""
        return querying.select(self._store, query, _NOWHERE)

    def ask(self, query: str) -> bool:
        """See `Queryable`."""
        return querying.ask(self._store, query, _NOWHERE)

    def construct(self, query: str) -> Streamed[ox.Triple]:
        """See `Queryable`."""
        return querying.construct(self._store, query, _NOWHERE)
