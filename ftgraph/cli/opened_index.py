"""The index of the newest generation, for commands."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ftgraph import settings
from ftgraph.graph.store import Reader, open_store
from ftgraph.index.build import build
from ftgraph.index.load import FOLDER, Index, usable
from ftgraph.settings import Settings


@contextmanager
def opened_index() -> Iterator[tuple[Index, Settings, Reader]]:
    """The index, the settings in force and the reader of the newest generation. Raises `StoreEmpty`."""
    given = settings.load()
    with open_store(given).reader() as reader, tempfile.TemporaryDirectory(prefix="ftgraph-index-") as made:
        folder = reader.attachments / FOLDER
        if not usable(folder):
            # Published from another machine, or by another version: the index is made again from the graph.
            folder = Path(made) / FOLDER
            build(reader, folder, given.base)
        yield Index(folder, reader.generation.number), given, reader
