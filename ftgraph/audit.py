"""Who wrote what, and what came of it: one JSON line an event, beside the keys, on the disk when `record` returns.

No personal data but the key's name, no text of what was written. A write leaves two lines under one request number:
"started" before, its outcome after; a line that stays alone is a write cut off with the server.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ftgraph import clock, keys
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
    """Add an event. One write in append mode: lines of several processes never mix. Raises `StoreError`."""
    file = path(settings)
    if file is None:
        return
    said = {"when": clock.now().isoformat(timespec="milliseconds"), **asdict(event)}
    line = json.dumps(said, ensure_ascii=False).encode() + b"\n"
    with translated(file):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
