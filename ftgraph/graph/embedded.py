"""The embedded store: pyoxigraph on disk, read from published generations that nobody writes."""

import os
import threading
import weakref
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from ftgraph.errors import CursorExpired, StoreDamaged
from ftgraph.graph import locks, querying
from ftgraph.graph.faults import damaged, translated
from ftgraph.graph.querying import Streamed
from ftgraph.graph.records import Layout, Record, check_marker
from ftgraph.graph.store import Generation, Row
from ftgraph.graph.writing import EmbeddedWriter
from ftgraph.settings import Settings
from ftgraph.wording import Text


class OpenGeneration:
    """A generation checked, held and opened; let go when the last that uses it is gone.

    Holding is a shared lock on its folder: a writer drops no generation that some process reads.
    """

    def __init__(self, folder: Path, record: Record, store: ox.Store, handle: int) -> None:
        self.folder = folder
        self.record = record
        self.store = store
        weakref.finalize(self, os.close, handle)


def open_generation(layout: Layout, number: int) -> OpenGeneration | None:
    """Check, hold and open a generation; `None` when its folder is not there. Raises `StoreDamaged`."""
    folder = layout.folder(number)
    with translated(folder):
        handle = locks.hold(folder)
    if handle is None:
        return None
    try:
        record = layout.check(number)
        with translated(folder):
            store = ox.Store.read_only(str(folder / "store"))
            check_marker(store, folder, number)
    except BaseException:
        os.close(handle)
        raise
    return OpenGeneration(folder, record, store, handle)


class EmbeddedReader:
    """One generation; see `store.Reader`."""

    def __init__(self, opened: OpenGeneration) -> None:
        self.generation: Generation = opened.record.generation
        self.attachments: Path = opened.folder / "attachments"
        self._opened: OpenGeneration | None = opened

    def select(self, query: str) -> Streamed[Row]:
        opened = self._open()
        return querying.select(opened.store, query, opened.folder, opened)

    def ask(self, query: str) -> bool:
        opened = self._open()
        return querying.ask(opened.store, query, opened.folder)

    def construct(self, query: str) -> Streamed[ox.Triple]:
        opened = self._open()
        return querying.construct(opened.store, query, opened.folder, opened)

    def answer(self, query: str, dataset: querying.Dataset) -> querying.Answer:
        """The engine's own answer, which it can serialise itself. Valid while this reader is open."""
        opened = self._open()
        return querying.evaluate(opened.store, query, opened.folder, dataset)

    def close(self) -> None:
        self._opened = None

    def _open(self) -> OpenGeneration:
        if self._opened is None:
            raise ValueError("this reader is closed")
        return self._opened

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class EmbeddedStore:
    """See `store.Store`. Readers of one generation share one open store: taking a reader costs microseconds."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._layout = Layout(settings.store_path)
        self._guard = threading.Lock()
        self._newest: OpenGeneration | None = None
        self._older: weakref.WeakValueDictionary[int, OpenGeneration] = weakref.WeakValueDictionary()

    def current(self) -> int:
        found = self._layout.current()
        return found.number if found else 0

    def reader(self, generation: int | None = None) -> EmbeddedReader:
        with self._guard:
            return EmbeddedReader(self._newest_open() if generation is None else self._kept_open(generation))

    def writer(self, note: str) -> EmbeddedWriter:
        return EmbeddedWriter(self._settings, note)

    def _newest_open(self) -> OpenGeneration:
        while True:
            number = self._layout.newest().number
            if self._newest is not None and self._newest.record.number == number:
                return self._newest
            opened = self._opened(number)
            if opened is not None:
                self._newest = opened
                return opened
            if self._layout.newest().number == number:  # not a switch in between: it is really missing
                raise damaged(self._layout.folder(number), "absent", self._way_back(number))

    def _kept_open(self, number: int) -> OpenGeneration:
        if self._newest is not None and self._newest.record.number == number:
            return self._newest
        opened = self._opened(number) if number <= self._layout.newest().last else None
        if opened is None:
            raise CursorExpired(
                f"La génération {number} n’est plus gardée.",
                f"Generation {number} is no longer kept.",
                cure="Recommencez depuis la première page.",
                cure_en="Start again from the first page.",
            )
        return opened

    def _opened(self, number: int) -> OpenGeneration | None:
        opened = self._older.get(number)
        if opened is None:
            try:
                opened = open_generation(self._layout, number)
            except StoreDamaged as error:
                back = self._way_back(number)
                raise StoreDamaged(error.fr, error.en, cure=back.fr, cure_en=back.en) from error
            if opened is not None:
                self._older[number] = opened
        return opened

    def _way_back(self, number: int) -> Text:
        return self._layout.way_back([other for other in self._layout.numbers() if other != number])
