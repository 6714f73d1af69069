"""Files that are on the disk once a function returns: the ground of "acknowledged means kept"."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def sync(path: Path) -> None:
    """Flush a file's content, or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path, known: Iterable[str] = ()) -> None:
    """Flush every file below `folder` and every folder, but for the top files named in `known` (flushed before)."""
    skipped = set(known)
    for path in sorted(folder.rglob("*")):
        if not (path.parent == folder and path.name in skipped):
            sync(path)
    sync(folder)


def replace(path: Path, content: bytes) -> None:
    """Give the file `path` a new content in one step: any reader, and any crash, finds the old one or the new one."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync(path.parent)


def copy_tree(source: Path, target: Path) -> None:
    """A real copy (no hard link is kept), flushed."""
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    sync_tree(target)


def strip(data: Path) -> None:
    """Take out of a closed store what RocksDB does not need: its journals, empty after a flush, and its logs."""
    options = sorted(data.glob("OPTIONS-*"))
    for path in [*data.glob("*.log"), *data.glob("LOG*"), *data.glob("LOCK"), *data.glob("*.dbtmp"), *options[:-1]]:
        path.unlink()
