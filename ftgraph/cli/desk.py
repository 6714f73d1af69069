"""The desk that commands read and check files at: over the published graph, or without one."""

from collections.abc import Iterator
from contextlib import contextmanager

from ftgraph.committees.desk import Desk, open_desk
from ftgraph.errors import StoreEmpty
from ftgraph.graph.store import open_store
from ftgraph.settings import Settings


@contextmanager
def desk_of(given: Settings) -> Iterator[Desk]:
    """A desk over the newest generation, or over none where nothing is published."""
    try:
        reader = open_store(given).reader()
    except StoreEmpty:
        yield open_desk(given.base)
        return
    with reader:
        yield open_desk(given.base, reader)
