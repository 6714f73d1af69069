"""What the server serves: the indexes of the newest generation and of those that page cursors still name.

A new generation is noticed by itself, without a restart: it is opened in a thread while the one before goes on serving.
"""

import asyncio
import contextlib
import gc
import logging
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ftgraph import datasets, garbage
from ftgraph.committees.desk import Desk, open_desk
from ftgraph.datasets import Dataset
from ftgraph.errors import FtgraphError, StoreEmpty
from ftgraph.graph.store import Reader, open_store
from ftgraph.index.load import Index
from ftgraph.index.opening import opened
from ftgraph.settings import Settings
from ftgraph_api.dumping import Dumps
from ftgraph_api.graph_streams import GraphStreams
from ftgraph_api.kept import Kept
from ftgraph_api.made import Made
from ftgraph_api.metrics import Metrics
from ftgraph_api.rates import Rates
from ftgraph_api.repeats import Known
from ftgraph_api.strangers import Strangers
from ftgraph_api.suggestions import Suggestions
from ftgraph_api.writing import Writing

_LOOK_EVERY_S = 0.2
_MOST_KEPT = 3
_log = logging.getLogger("ftgraph_api")


@dataclass(frozen=True, eq=False)
class Served:
    """A generation that is open: its index, and the reader that keeps its files from being dropped."""

    index: Index
    reader: Reader
    folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def generation(self) -> int:
        """Its number."""
        return self.index.generation

    @cached_property
    def stamp(self) -> str:
        """What tells it from a generation of the same number in another store, or in one made anew."""
        return self.reader.generation.published.isoformat()

    @cached_property
    def datasets(self) -> Mapping[str, Dataset]:
        """Its sources by key. Asks the store the first time: in a thread."""
        return datasets.loaded(self.reader)

    @cached_property
    def kept(self) -> Kept:
        """What was made of it, that several answers need."""
        return Kept()

    @cached_property
    def suggestions(self) -> Suggestions:
        """Its territories by the beginnings of their names. Slow the first time: ask for it in a thread."""
        return Suggestions(self.index.territories)


Prepare = Callable[[Served, Callable[[], bool]], None]
"""What makes ready for the pages of a generation, as long as the second says that it is wanted."""


class State:
    """The settings, the store and the open generations of one server. For one event loop."""

    def __init__(self, settings: Settings, prepare: Prepare | None = None) -> None:
        self.settings = settings
        self.store = open_store(settings)
        self._prepare = prepare
        self._preparing = False
        self.made = Made()
        self.known = Known(self.made)
        self.strangers = Strangers(settings, self.store)
        self.dumps = Dumps(settings)
        self.graph_streams = GraphStreams()
        self.writing = Writing(settings)
        self.rates = Rates(settings.query_rate)
        self.metrics = Metrics()
        self.metrics.watch(self._watched())
        self._newest: Served | None = None
        self._older: OrderedDict[int, Served] = OrderedDict()
        self._looked = 0.0
        self._switch: asyncio.Task[None] | None = None
        self._preparation: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()
        self._desk: Desk | None = None
        self._desk_opening = asyncio.Lock()

    def _watched(self) -> Mapping[str, tuple[str, Callable[[], float]]]:
        """What a scrape reads; nothing is opened for it."""
        return {
            "ftgraph_generation": ("Generation that is served, 0 before the first request.", self._number),
            "ftgraph_generation_published_timestamp_seconds": ("When it was published.", self._published),
            "ftgraph_solutions": ("Solutions in it.", lambda: self._newest.index.count if self._newest else 0),
            "ftgraph_queries_waiting": ("Strangers' queries that wait.", lambda: self.strangers.waiting),
            "ftgraph_answers_being_read": ("Answers that are being read.", lambda: self.strangers.reading),
            "ftgraph_graphs_being_sent": ("Graphs that are being sent.", lambda: self.graph_streams.under_way),
            "ftgraph_writes_waiting": ("Writes that wait.", lambda: self.writing.waiting),
        }

    def _number(self) -> int:
        return self._newest.generation if self._newest else 0

    def _published(self) -> float:
        return self._newest.reader.generation.published.timestamp() if self._newest else 0.0

    async def warm(self) -> None:
        """Open the newest generation before anybody asks, and prepare what its pages need; those to come too.

        What is wrong with it is told to who asks, not here.
        """
        self._preparing = True
        with contextlib.suppress(FtgraphError):
            await self._prepared(await self.newest())

    async def _prepared(self, served: Served) -> None:
        if self._prepare is not None and self._preparing:
            await asyncio.to_thread(self._prepare, served, lambda: self._preparing and served is self._newest)
            _set_aside()

    def rest(self) -> None:
        """Prepare nothing more: the server ends."""
        self._preparing = False

    async def newest(self) -> Served:
        """The newest generation. Raises `StoreEmpty` before the first one, `StoreDamaged` when it is not sound."""
        if self._newest is None:
            async with self._opening:
                if self._newest is None:
                    self._newest = await asyncio.to_thread(self._open, None)
                    self._looked = time.monotonic()
            return self._newest
        now = time.monotonic()
        if now - self._looked >= _LOOK_EVERY_S and self._switch is None:
            self._looked = now
            # A remote store is asked over the network: never in the event loop.
            if self.settings.is_remote or self._moved(self._newest):
                self._switch = asyncio.create_task(self._follow(self._newest))
        return self._newest

    async def at(self, generation: int) -> Served:
        """An older generation, for a page cursor. Raises `CursorExpired` when it is no longer kept."""
        if self._newest is not None and self._newest.generation == generation:
            return self._newest
        async with self._opening:
            if generation not in self._older:
                self._keep(await asyncio.to_thread(self._open, generation))
            self._older.move_to_end(generation)
            return self._older[generation]

    def _keep(self, served: Served) -> None:
        self._older[served.generation] = served
        while len(self._older) > _MOST_KEPT:
            self._older.popitem(last=False)

    def _moved(self, served: Served) -> bool:
        try:
            return self.store.current() not in (0, served.generation)
        except FtgraphError as error:
            _log.warning("the store cannot be looked at: %s", error)
            return False

    async def follow(self) -> None:
        """Serve at once what was just published here: who wrote it reads it."""
        if self._switch is not None:
            await asyncio.shield(self._switch)
        if self._newest is not None:
            await self._follow(self._newest)

    async def _follow(self, served: Served) -> None:
        try:
            if await asyncio.to_thread(self._moved, served):
                self._newest = await asyncio.to_thread(self._open, None)
                self._keep(served)
                self._preparation = asyncio.create_task(self._prepared(self._newest))
        except FtgraphError as error:
            # The generation before is sound and open: it goes on serving, and the log says why.
            _log.error("the new generation is not served: %s", error)
        finally:
            self._looked = time.monotonic()
            self._switch = None

    async def desk(self) -> Desk:
        """The desk where files are handed in, over the newest generation, or over none where nothing is published."""
        try:
            reader: Reader | None = (await self.newest()).reader
        except StoreEmpty:
            reader = None
        async with self._desk_opening:
            if self._desk is None or self._desk.reader is not reader:
                self._desk = await asyncio.to_thread(self._open_desk, self._desk, reader)
            return self._desk

    def _open_desk(self, before: Desk | None, reader: Reader | None) -> Desk:
        checker, places = (before.checker, before.territories) if before else (None, None)
        return open_desk(self.settings.base, reader, checker=checker, places=places)

    def close(self) -> None:
        """End the processes that write, that answer strangers and that make dumps."""
        self.writing.close()
        self.strangers.close()
        self.dumps.close()
        gc.unfreeze()

    def _open(self, generation: int | None) -> Served:
        if self._newest is not None:
            gc.unfreeze()
            gc.collect()
        with garbage.at_rest():
            reader = self.store.reader(generation)
            index, made = opened(reader, self.settings.base)
            index.warm()
        _set_aside()
        return Served(index, reader, made)


def _set_aside() -> None:
    """Tell the collector to leave alone what is there: it would hold every answer up to look at it, again and again.

    An index, and what is prepared with it, are hundreds of thousands of objects that live as long as it is served.
    Those that are no longer served go when the next one is opened.
    """
    gc.freeze()
