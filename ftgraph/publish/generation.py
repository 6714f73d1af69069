"""From what is handed in to a published generation: load, derive, index, publish; all of it or nothing."""

from collections.abc import Callable

from ftgraph.derivation import derive
from ftgraph.graph.store import Generation, Store, Writer
from ftgraph.index.build import build
from ftgraph.index.load import FOLDER
from ftgraph.settings import Settings


def publish(store: Store, settings: Settings, note: str, load: Callable[[Writer], None]) -> Generation:
    """Apply `load` to a writer, rebuild what is derived and the index, and publish; `note` says what was done.

    Raises what `load` raises, and `StoreError`; whatever is raised, nothing of it is seen by readers.
    """
    with store.writer(note) as writer:
        load(writer)
        derive(writer, settings.base)
        build(writer, writer.attachments / FOLDER)
        return writer.publish(note)
