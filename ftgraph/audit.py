"""Who wrote what, and what came of it: one JSON line an event, beside the keys, on the disk when `record` returns.

No personal data but the key's name, no text of what was written. A write leaves two lines under one request number:
"started" before, its outcome after; a line that stays alone is a write cut off with the server.

A file that is full is renamed, `audit.0001.jsonl` and so on, and a new one begun; the old ones are the operator's to
archive: none is ever deleted here.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ftgraph import clock, keys
from ftgraph.graph import durable
from ftgraph.graph.faults import translated
from ftgraph.settings import Settings

_FILE = "audit.jsonl"


@dataclass(frozen=True)
class Event:
    """`action`: update, graph-replace, key-create…; `target`: a graph's IRI; `outcome`: started, published, a slug."""

    request: str
    key: str
    name: str
    action: str
    outcome: str
    target: str = ""
    generation: int = 0


def path(settings: Settings) -> Path | None:
    """The log: in the folder of the keys; None where there can be none, and so no write."""
    file = keys.path(settings)
    return file.with_name(_FILE) if file else None


def record(settings: Settings, event: Event) -> None:
    """Add an event, whole or not at all, whichever processes write at the same time. Raises `StoreError`."""
    file = path(settings)
    if file is None:
        return
    said = {"when": clock.now().isoformat(timespec="milliseconds"), **asdict(event)}
    line = json.dumps(said, ensure_ascii=False).encode() + b"\n"
    with translated(file), _opened(file, settings.audit_mb << 20, len(line)) as handle:
        before = os.fstat(handle).st_size
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except OSError:  # a disk that is full: half a line would spoil the next one
            os.ftruncate(handle, before)
            raise


@contextmanager
def _opened(file: Path, limit: int, size: int) -> Iterator[int]:
    """The log, held alone, with room for `size` bytes more."""
    while True:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not _is(handle, file):
                continue  # renamed while this process waited
            full = os.fstat(handle).st_size
            if limit and full and full + size > limit:
                file.rename(_next(file))
                durable.sync(file.parent)
                continue
            yield handle
            return
        finally:
            os.close(handle)  # and the lock is given back


def _is(handle: int, file: Path) -> bool:
    """Whether what is open is still what bears the name."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


def _next(file: Path) -> Path:
    """The name after the last one given."""
    told = (each.suffixes[-2][1:] for each in file.parent.glob(f"{file.stem}.*{file.suffix}"))
    number = max((int(each) for each in told if each.isdigit()), default=0) + 1
    return file.with_name(f"{file.stem}.{number:04d}{file.suffix}")
