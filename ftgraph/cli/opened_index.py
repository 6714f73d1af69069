"""The index of the newest generation, for commands."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from ftgraph import settings
from ftgraph.graph.store import Reader, open_store
from ftgraph.index.load import Index
from ftgraph.index.opening import opened
from ftgraph.settings import Settings


@contextmanager
def opened_index() -> Iterator[tuple[Index, Settings, Reader]]:
    """The index, the settings in force and the reader of the newest generation. Raises `StoreEmpty`."""
    given = settings.load()
    with open_store(given).reader() as reader:
        index, made = opened(reader, given.base)
        with made or nullcontext():
            yield index, given, reader
