"""What the embedded store promises when processes die, disks fill and many write at once."""

import contextlib
import ctypes
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ftgraph.errors import StoreFull, StoreLocked, StoreReadOnly
from ftgraph.graph import durable, generations
from ftgraph.graph.embedded import EmbeddedStore
from ftgraph.graph.records import Layout
from ftgraph.settings import Settings

pytestmark = pytest.mark.slow
G = "urn:test:g"
QUADS = 3_000

IMPORT = """
import io, sys
from ftgraph.graph.embedded import EmbeddedStore
from ftgraph.settings import Settings
store = EmbeddedStore(Settings(store=sys.argv[1]))
print("ready", flush=True)
tag, size = sys.argv[2], int(sys.argv[3])
with store.writer("import " + tag) as writer:
    lines = b"".join(b'<urn:s%d> <urn:p> "%s" .\\n' % (i, tag.encode()) for i in range(size))
    writer.replace_graph("urn:test:g", io.BytesIO(lines))
    (writer.attachments / "tag").write_text(tag)
    number = writer.publish(tag).number
    print("published", number, flush=True)
    if len(sys.argv) > 4:
        sys.stdin.read()
"""

INCREMENT = """
import sys
from ftgraph.graph.embedded import EmbeddedStore
from ftgraph.settings import Settings
store = EmbeddedStore(Settings(store=sys.argv[1], lock_wait_s=200))
for _ in range(int(sys.argv[2])):
    with store.writer("increment") as writer:
        writer.update('''DELETE { GRAPH <urn:test:c> { <urn:c> <urn:n> ?n } }
            INSERT { GRAPH <urn:test:c> { <urn:c> <urn:n> ?m } }
            WHERE { GRAPH <urn:test:c> { <urn:c> <urn:n> ?n } BIND (?n + 1 AS ?m) }''')
        writer.publish("increment")
"""

WATCH = """
import json, sys, time
from ftgraph.graph.embedded import EmbeddedStore
from ftgraph.settings import Settings
store = EmbeddedStore(Settings(store=sys.argv[1]))
seen = set()
print("ready", flush=True)
end = time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    with store.reader() as reader:
        found = reader.select("SELECT ?o (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?o")
        rows = [(row[0].value, int(row[1].value)) for row in found]
        seen.add((json.dumps(rows), (reader.attachments / "tag").read_text(), reader.generation.quads))
print(json.dumps(sorted(seen)))
"""


def start(script: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def finish(process: "subprocess.Popen[str]") -> str:
    out, _ = process.communicate(timeout=200)
    return out


def publish(settings: Settings, tag: str, size: int = QUADS) -> int:
    lines = b"".join(b'<urn:s%d> <urn:p> "%s" .\n' % (i, tag.encode()) for i in range(size))
    with EmbeddedStore(settings).writer(tag) as writer:
        writer.replace_graph(G, io.BytesIO(lines))
        (writer.attachments / "tag").write_text(tag)
        return writer.publish(tag).number


def content(settings: Settings) -> tuple[int, str]:
    """Quads, and the one text that all must share."""
    with EmbeddedStore(settings).reader() as reader:
        rows = list(reader.select("SELECT ?o (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?o"))
        assert len(rows) == 1, "a mixture"
        text, quads = rows[0][0].value, int(rows[0][1].value)  # type: ignore[union-attr]
        assert reader.generation.quads == quads
        assert (reader.attachments / "tag").read_text() == text
        return quads, text


def test_fifty_imports_killed_at_random(settings: Settings) -> None:
    publish(settings, "start")
    expected, outcomes = "start", {"old": 0, "new": 0}
    chance = random.Random(20260101)
    duration = 0.12
    for turn in range(50):
        process = start(IMPORT, settings.store, f"turn{turn}", QUADS)
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        time.sleep(chance.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        acknowledged = "published" in finish(process)
        quads, tag = content(settings)
        assert quads == QUADS
        assert tag in {expected, f"turn{turn}"}
        if acknowledged:
            assert tag == f"turn{turn}", "acknowledged, then lost"
            duration = max(time.monotonic() - began, 0.05)
        elif not outcomes["new"]:
            duration = min(duration * 1.25, 5.0)  # a busy machine: the kills come later, until one import gets through
        outcomes["new" if tag != expected else "old"] += 1
        expected = tag
    assert min(outcomes.values()) > 0, outcomes
    assert generations.verify(settings).quads == QUADS
    number = publish(settings, "after")
    assert content(settings) == (QUADS, "after")
    left = {path.name for path in settings.store_path.iterdir()}
    assert left == {"current", "generations", "writer.lock"}
    assert max(Layout(settings.store_path).numbers()) == number


def test_readers_elsewhere_never_see_half_an_import(settings: Settings) -> None:
    publish(settings, "t0")
    watchers = [start(WATCH, settings.store, 3) for _ in range(2)]
    for watcher in watchers:
        assert watcher.stdout is not None
        watcher.stdout.readline()
    turns = 0
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        turns += 1
        publish(settings, f"t{turns}", QUADS + turns)
    for watcher in watchers:
        seen = json.loads(finish(watcher))
        assert len(seen) > 1
        for rows, tag, quads in seen:
            assert json.loads(rows) == [[tag, quads]]
            assert quads == QUADS + int(tag[1:])


def test_a_second_import_waits_its_turn(settings: Settings) -> None:
    publish(settings, "start")
    with EmbeddedStore(settings).writer("le premier") as writer:
        waiting = start(IMPORT, settings.store, "second", 10)
        assert waiting.stdout is not None
        waiting.stdout.readline()
        time.sleep(0.3)
        impatient = EmbeddedStore(Settings(store=settings.store, lock_wait_s=0.05))
        with pytest.raises(StoreLocked) as caught:
            impatient.writer("troisième")
        assert "le premier" in caught.value.fr
        assert str(os.getpid()) in caught.value.fr
        writer.update('INSERT DATA { GRAPH <urn:test:h> { <urn:s> <urn:p> "first" } }')
        number = writer.publish("first").number
    assert f"published {number + 1}" in finish(waiting)
    assert EmbeddedStore(settings).reader().ask('ASK { ?s ?p "first" }')


def test_no_increment_is_lost(settings: Settings) -> None:
    with EmbeddedStore(settings).writer("zero") as writer:
        writer.update("INSERT DATA { GRAPH <urn:test:c> { <urn:c> <urn:n> 0 } }")
        writer.publish("zero")
    writers = [start(INCREMENT, settings.store, 100) for _ in range(8)]
    for writer_process in writers:
        finish(writer_process)
        assert writer_process.returncode == 0
    with EmbeddedStore(settings).reader() as reader:
        assert [int(row[0].value) for row in reader.select("SELECT ?n WHERE { ?c <urn:n> ?n }")] == [800]  # type: ignore[union-attr]
        assert reader.generation.number == 801


def test_what_is_acknowledged_is_flushed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(settings, "start")
    before = {path.stat().st_ino for path in settings.store_path.rglob("*")}
    flushed: set[int] = set()
    real = os.fsync

    def recorded(handle: int) -> None:
        flushed.add(os.fstat(handle).st_ino)
        real(handle)

    monkeypatch.setattr(durable.os, "fsync", recorded)
    number = publish(settings, "next")
    new = Layout(settings.store_path).folder(number)
    fresh = [path for path in [new, *new.rglob("*")] if path.stat().st_ino not in before]
    assert len(fresh) > 10
    assert [str(path) for path in fresh if path.stat().st_ino not in flushed] == []
    for path in (settings.store_path, settings.store_path / "generations", settings.store_path / "current"):
        assert path.stat().st_ino in flushed


def test_kill_right_after_the_acknowledgement_loses_nothing(settings: Settings) -> None:
    process = start(IMPORT, settings.store, "kept", QUADS, "stay")
    assert process.stdout is not None
    process.stdout.readline()
    assert "published 1" in process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    finish(process)
    assert content(settings) == (QUADS, "kept")
    assert generations.verify(settings).quads == QUADS


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A memory disk of `size` at `folder`; the test is skipped where mounting is not permitted."""
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform != "linux" or libc.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, f"size={size}".encode()) != 0:
        pytest.skip("mounting a small disk needs Linux and root")
    try:
        yield
    finally:
        libc.umount2(bytes(folder), 2)


def remount(folder: Path, *, writable: bool) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.mount(b"tmpfs", bytes(folder), b"tmpfs", 32 | (0 if writable else 1), None) == 0, ctypes.get_errno()


def test_a_full_disk_loses_nothing_and_heals(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "24m"):
        settings = Settings(store=str(disk / "store"))
        publish(settings, "kept")
        store = EmbeddedStore(settings)
        ballast = disk / "ballast"
        failures = 0
        for left in (0, 50_000, 150_000, 300_000, 500_000, 800_000, 1_200_000):
            free = os.statvfs(disk)
            ballast.write_bytes(b"\0" * max(free.f_bavail * free.f_frsize - left, 0))
            failed = False
            try:
                publish(settings, "new", 9_000)
            except StoreFull:
                failed = True
            ballast.unlink()
            if not failed:
                break
            failures += 1
            assert content(settings) == (QUADS, "kept")
        assert failures >= 2
        publish(settings, "healed")
        assert content(settings) == (QUADS, "healed")
        assert store.reader().ask('ASK { ?s ?p "healed" }')
        store.reader().close()
        del store


def test_a_full_disk_in_a_bulk_load(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "24m"):
        settings = Settings(store=str(disk / "store"))
        publish(settings, "kept")
        source = tmp_path / "large.nt"
        with source.open("w") as file:
            file.writelines(f'<urn:s{i}> <urn:p{i % 7}> "{random.Random(i).random()}" .\n' for i in range(300_000))
        with EmbeddedStore(settings).writer("large") as writer, pytest.raises(StoreFull):
            writer.replace_graph("urn:test:large", source)
        assert content(settings) == (QUADS, "kept")
        publish(settings, "healed")
        assert content(settings) == (QUADS, "healed")


def test_a_read_only_disk_is_read_and_heals(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "24m"):
        settings = Settings(store=str(disk / "store"))
        publish(settings, "kept")
        remount(disk, writable=False)
        with pytest.raises(StoreReadOnly) as caught:
            publish(settings, "new")
        assert caught.value.cure
        assert content(settings) == (QUADS, "kept")
        remount(disk, writable=True)
        publish(settings, "healed")
        assert content(settings) == (QUADS, "healed")
