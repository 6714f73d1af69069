"""Locks between processes: one writer a store, readers' hold on their generation. Both fall with their process."""

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ftgraph.errors import StoreLocked
from ftgraph.graph.faults import translated

_POLL_S = 0.005


def locked(holder: dict[str, object]) -> StoreLocked:
    """Another writer is at work; `holder`: `pid`, `host`, `note`, `since`, as far as known."""
    pid, note, since = (holder.get(key, "?") for key in ("pid", "note", "since"))
    host = holder.get("host", "?")
    return StoreLocked(
        f"Une autre écriture est en cours\u202f: «\u202f{note}\u202f», "
        f"processus {pid} de la machine {host}, depuis {since}.",
        f"Another write is under way: “{note}”, process {pid} on {host}, since {since}.",
        cure="Attendez qu’elle se termine, ou arrêtez ce processus\u202f: rien ne sera perdu.",
        cure_en="Wait until it ends, or stop that process: nothing will be lost.",
    )


def describe(note: str) -> dict[str, object]:
    """This process as a lock's holder."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "note": note, "since": now}


def _holder(handle: int) -> dict[str, object]:
    try:
        found = json.loads(os.pread(handle, 4096, 0) or b"{}")
    except ValueError:  # read while its holder was writing it
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def writer_lock(path: Path, note: str, wait_s: float) -> Iterator[None]:
    """Hold the lock file `path` alone; wait up to `wait_s` seconds, then raise `StoreLocked` with its holder."""
    with translated(path.parent):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(handle, time.monotonic() + wait_s)
        with translated(path.parent):
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps(describe(note)).encode(), 0)
        yield
    finally:
        os.close(handle)  # closing gives the lock back; the text left behind names the last holder only


def _take(handle: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise locked(_holder(handle)) from None
            time.sleep(_POLL_S)
        else:
            return


def hold(folder: Path) -> int | None:
    """Hold `folder` against `move_if_free`; the handle to close. `None` when it is no longer there."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    fcntl.flock(handle, fcntl.LOCK_SH)
    try:
        same = os.path.samestat(os.fstat(handle), folder.stat())
    except FileNotFoundError:
        same = False
    if not same:  # dropped between opening and holding
        os.close(handle)
        return None
    return handle


def move_if_free(folder: Path, target: Path) -> bool:
    """Rename `folder` to `target` unless some process holds it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.rename(target)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
