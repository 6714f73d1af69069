"""What `ftgraph committee remove` and `ftgraph indicator remove` share: a source taken out, a generation published."""

from collections.abc import Callable

from ftgraph.cli.output import console, number
from ftgraph.graph.store import Generation, Writer, open_store
from ftgraph.publish.generation import publish
from ftgraph.publish.removal import RemovalReport
from ftgraph.settings import Settings

Remove = Callable[[Writer, Settings, str], RemovalReport]


def remove_published(given: Settings, key: str, remove: Remove, command: str) -> tuple[RemovalReport, Generation]:
    """Take a published source out of the graph. Raises `StoreEmpty`, and what `remove` raises."""
    store = open_store(given)
    with store.reader():  # says that nothing is published before a writer makes a first generation
        pass
    reports: list[RemovalReport] = []
    generation = publish(
        store, given, f"{command} {key[:100]}", lambda writer: reports.append(remove(writer, given, key))
    )
    return reports[0], generation


def tell(report: RemovalReport, generation: Generation) -> None:
    """Print what was removed."""
    out = console()
    for name in report.names:
        out.print(f"Retiré : {name}.", soft_wrap=True)
    out.print(f"{report.source} : {number(len(report.changes.removed))} choses retirées.")
    out.print(f"Génération {generation.number} publiée : {number(generation.quads)} triplets.")
