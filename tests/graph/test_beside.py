"""A load that goes on beside its caller: whoever leaves, nothing is written after, and nothing hangs."""

import io
import threading
from pathlib import Path

import pytest

from ftgraph.errors import StoreError
from ftgraph.graph import beside
from ftgraph.graph.beside import LoadBeside
from ftgraph.graph.embedded import EmbeddedStore
from ftgraph.settings import Settings

G = "urn:test:g"
LINE = b'<urn:s> <urn:p> "%d" .\n'


class Endless:
    """A stream whose end never comes."""

    def __init__(self) -> None:
        self.number = 0
        self.asked = threading.Event()

    def read(self, _: int = -1) -> bytes:
        self.number += 1
        if self.number > 20:
            self.asked.set()
        return LINE % self.number


def test_it_returns_once_the_source_is_read_and_tells_the_outcome_later() -> None:
    gate = threading.Event()

    def load(source: object) -> int:
        size = 0
        while data := source.read(3):  # type: ignore[attr-defined]
            size += len(data)
        assert gate.wait(30)
        return size

    under_way = LoadBeside(G, io.BytesIO(b"abcdefgh"), load)
    under_way.wait_until_read()
    gate.set()
    assert under_way.result() == 8


def test_a_source_is_not_touched_after_its_end() -> None:
    gate = threading.Event()

    def load(source: object) -> int:
        while source.read(3):  # type: ignore[attr-defined]
            pass
        assert gate.wait(30)
        return len(source.read(3))  # type: ignore[attr-defined]

    source = io.BytesIO(b"abcdefgh")
    under_way = LoadBeside(G, source, load)
    under_way.wait_until_read()
    source.close()  # as its owner may
    gate.set()
    assert under_way.result() == 0


def test_what_a_load_raises_is_raised_by_who_waits() -> None:
    def load(source: object) -> int:
        raise ValueError("no")

    under_way = LoadBeside(G, io.BytesIO(b"abc"), load)
    with pytest.raises(ValueError, match="no"):
        under_way.wait_until_read()
    with pytest.raises(ValueError, match="no"):
        under_way.result()


def test_an_interrupted_wait_cuts_the_source_off(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Endless()

    class Interrupted(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            assert source.asked.wait(30)
            raise KeyboardInterrupt

    store = EmbeddedStore(settings)
    with store.writer("first") as writer:
        writer.replace_graph(G, io.BytesIO(LINE % 0))
        first = writer.publish("first").number
    monkeypatch.setattr(beside, "Event", Interrupted)
    with pytest.raises(KeyboardInterrupt), store.writer("second") as writer:
        writer.replace_graph_beside(G, source)  # type: ignore[arg-type]
    monkeypatch.undo()
    assert store.current() == first
    assert not list(Path(settings.store_path).glob("work-*"))
    with store.writer("third") as writer:  # the lock is free again
        assert writer.publish("third").quads == 1


def test_leaving_before_the_load_has_ended_loses_nothing(settings: Settings) -> None:
    store = EmbeddedStore(settings)
    with store.writer("first") as writer:
        writer.replace_graph_beside(G, io.BytesIO(b"".join(LINE % number for number in range(200_000))))
    assert store.current() == 0
    assert not list(Path(settings.store_path).glob("work-*"))


def test_a_writer_whose_load_failed_goes_no_further(settings: Settings) -> None:
    with EmbeddedStore(settings).writer("first") as writer:
        with pytest.raises(StoreError):
            writer.replace_graph_beside(G, _Broken())  # type: ignore[arg-type]
        with pytest.raises(StoreError):
            writer.publish("first")


class _Broken:
    def read(self, _: int = -1) -> bytes:
        raise OSError(5, "Input/output error")
