"""The index of a generation, opened wherever the generation was published."""

import tempfile
from pathlib import Path

from ftgraph.graph.store import Reader
from ftgraph.index.build import build
from ftgraph.index.load import FOLDER, Index, usable


def opened(reader: Reader, base: str) -> tuple[Index, tempfile.TemporaryDirectory[str] | None]:
    """The index, and the folder that it lasts as long as where it is not the generation's own.

    A generation that was published from another machine, or by another version, has none that can be read here: it is
    made again from the graph.
    """
    folder, made = reader.attachments / FOLDER, None
    if not usable(folder):
        made = tempfile.TemporaryDirectory(prefix="ftgraph-index-")
        folder = Path(made.name) / FOLDER
        build(reader, folder, base)
    return Index(folder, reader.generation.number), made
