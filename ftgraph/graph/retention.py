"""Which generations stay, and the clearing away of what killed writers left. Only a lock's holder calls these."""

import shutil

from ftgraph.graph.locks import move_if_free
from ftgraph.graph.records import Current, Layout


def clean(layout: Layout, current: Current) -> None:
    """Remove the remains of writers that were killed: work folders, and generations that no pointer ever named."""
    for path in layout.root.glob("work-*"):
        shutil.rmtree(path, ignore_errors=True)
    for number in layout.numbers():
        if number > current.last:
            shutil.rmtree(layout.folder(number))


def prune(layout: Layout, current: Current, keep: int) -> None:
    """Drop the generations beyond the `keep` newest, but for the current one and those that a process reads."""
    for number in layout.numbers()[max(keep, 1) :]:
        dropped = layout.root / f"work-dropped-{number}"
        if number != current.number and move_if_free(layout.folder(number), dropped):
            shutil.rmtree(dropped, ignore_errors=True)
