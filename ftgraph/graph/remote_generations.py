"""A remote store's published generations as a whole: list, roll back, verify, back up, restore.

The same as `generations` does on a folder, as far as questions go: what a server holds can be counted, not compared
byte by byte.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.errors import StoreDamaged, StoreEmpty
from ftgraph.graph import backups
from ftgraph.graph.backups import compare, differs
from ftgraph.graph.counting import quads_by_graph
from ftgraph.graph.records import Kept
from ftgraph.graph.remote import RemoteReader, RemoteStore
from ftgraph.graph.remote_names import graph_of
from ftgraph.graph.remote_system import State, empty
from ftgraph.graph.store import Generation
from ftgraph.settings import Settings
from ftgraph.wording import Text

_BACK = Text(
    "Revenez à la génération précédente avec «\u202fftgraph rollback\u202f», "
    "ou reprenez une sauvegarde avec «\u202fftgraph restore\u202f».",
    "Go back to the previous generation with “ftgraph rollback”, or take a backup again with “ftgraph restore”.",
)
_RESTORE = Text(
    "Reprenez une sauvegarde avec «\u202fftgraph restore\u202f».", "Take a backup again with “ftgraph restore”."
)


class Held:
    """A `Backup` of what a reader reads."""

    def __init__(self, reader: RemoteReader, graphs: Mapping[str, int]) -> None:
        self.graphs = graphs
        self.attachments = reader.attachments
        self._reader = reader

    def contents(self) -> Iterator[tuple[str, Iterable[ox.Triple]]]:
        for graph in sorted(self.graphs):
            yield graph, self._reader.streamed(queries.text("dumps/graph", graph=ox.NamedNode(graph)))


def list_generations(settings: Settings) -> list[Kept]:
    """The generations kept, newest first; empty when nothing was published. They are not counted: see `verify`."""
    facts = RemoteStore(settings).system.facts()
    return [Kept(each.generation, each.note, each == facts.current, each.withdrawn) for each in facts.published]


def rollback(settings: Settings, note: str) -> Generation:
    """Turn the pointer to the newest generation older than the current one that still counts what was published.

    Raises `StoreEmpty` when there is no older one, `StoreDamaged` when none counts, `OutcomeUnknown`.
    """
    store = RemoteStore(settings)
    with store.system.locked(note):
        facts = store.system.facts()
        if facts.current is None:
            raise empty(store.system.address)
        current = facts.current.generation.number
        older = [each for each in facts.published if each.generation.number < current and not each.withdrawn]
        if not older:
            raise StoreEmpty(
                "Il n’y a pas de génération plus ancienne à laquelle revenir.",
                "There is no older generation to go back to.",
                cure=_RESTORE.fr,
                cure_en=_RESTORE.en,
            )
        for state in older:
            try:
                _counted(store, state)
            except StoreDamaged:
                continue
            store.system.point_to(state.generation, withdrawn=current)
            return state.generation
        raise differs(store.system.address, "aucune génération plus ancienne n’est entière", _RESTORE)


def verify(settings: Settings, generation: int | None) -> Generation:
    """Count a generation (the current one by default) again, graph by graph. Raises `StoreDamaged`, `StoreEmpty`."""
    store = RemoteStore(settings)
    state = _state(store, generation)
    _counted(store, state)
    return state.generation


def backup(settings: Settings, target: Path) -> Generation:
    """Write the current generation to the new folder `target` as N-Quads, read it again and count it.

    Nothing is left at `target` when it fails. Raises `CursorExpired` when the generation is dropped meanwhile.
    """
    store = RemoteStore(settings)
    state = _state(store, None)
    graphs = _counted(store, state)
    backups.write(target, state.generation, state.note, Held(RemoteReader(store.system, state), graphs))
    return state.generation


def _state(store: RemoteStore, number: int | None) -> State:
    wanted = store.reader(number).generation
    return next(each for each in store.system.facts().kept if each.generation == wanted)


def _counted(store: RemoteStore, state: State) -> Mapping[str, int]:
    """Quads a graph, when they are what was published. Raises `StoreDamaged`."""
    reader, place = RemoteReader(store.system, state), store.system.address
    counts = quads_by_graph(reader)
    stated = {graph_of(name): counts.get(graph_of(name), 0) or 1 for name in state.names}  # none was empty
    compare(place, counts, stated, _BACK)
    if sum(counts.values()) != state.generation.quads:
        raise differs(place, f"{sum(counts.values())} ≠ {state.generation.quads}", _BACK)
    return counts
