"""From what is handed in to a published generation: load, derive, index, publish; all of it or nothing.

Only what an import touched is derived and indexed again: a département's own list costs what it holds, not what the
country does.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson

from ftgraph import changes, clock, derivation
from ftgraph.errors import StoreEmpty
from ftgraph.graph.store import Generation, Store, Writer
from ftgraph.index import build, parts
from ftgraph.index.load import FOLDER, usable
from ftgraph.namespaces import graph
from ftgraph.publish.recording import RecordingWriter
from ftgraph.publish.solutions import index_link
from ftgraph.settings import Settings


def publish(store: Store, settings: Settings, note: str, load: Callable[[Writer], None]) -> Generation:
    """Apply `load` to a writer, bring what is derived and the index up to date, and publish; `note` says what was done.

    Raises what `load` raises, and `StoreError`; whatever is raised, nothing of it is seen by readers.
    """
    with store.writer(note) as writer:
        recording = RecordingWriter(writer)
        load(recording)
        _bring_up_to_date(writer, settings.base, recording.touched, _previous(store))
        _record_changes(store, writer, recording.touched)
        return writer.publish(note)


def part_folder(writer: Writer, source_graph: str) -> Path:
    """Where an import may leave the index's part of the graph that it replaces (`PartWriter`).

    Without it, the part is made from the graph once loaded: the same, ten times slower.
    """
    return parts.folder_of(writer.attachments / FOLDER / parts.FOLDER, source_graph)


def _previous(store: Store) -> Path | None:
    """The index of the generation that is built upon, if it has one of this form."""
    try:
        with store.reader() as reader:
            folder = reader.attachments / FOLDER
    except StoreEmpty:
        return None
    return folder if usable(folder) else None


def _record_changes(store: Store, writer: Writer, touched: frozenset[str] | None) -> None:
    """Close the record of what this publication changes; without `touched`, any graph may have been written."""
    before, previous = None, 0
    try:
        with store.reader() as reader:
            before, previous = reader.attachments, reader.generation.number
    except StoreEmpty:
        pass
    changes.record_publication(
        writer.attachments,
        before,
        generation=writer.number,
        previous=previous,
        moment=clock.now(),
        graphs=sorted(touched or ()),
    )


def _bring_up_to_date(writer: Writer, base: str, touched: frozenset[str] | None, previous: Path | None) -> None:
    """Derive in the store, and beside it, in a thread, put the parts of the index together: those are files only."""
    folder = writer.attachments / FOLDER
    words = previous is None or _any_below(touched, graph(base, "vocabularies"), graph(base, "ontology"))
    with ThreadPoolExecutor(max_workers=1) as beside:
        _build_ground(writer, base, touched, previous, words=words)
        graphs = build.build_parts(writer, folder, base, previous=previous, touched=touched, link=index_link)
        assembled = beside.submit(build.assemble, folder, list(graphs))
        wider = orjson.loads((folder / "vocabulary.json").read_bytes())["wider"]
        for source, new in graphs.items():
            if new or words:
                part = parts.read(parts.folder_of(folder / parts.FOLDER, source))
                derivation.derive_addresses(writer, base, source, parts.addressed(part, base, wider))
        for gone in (touched or frozenset()) - graphs.keys():
            derivation.drop_addresses(writer, base, gone)
        assembled.result()


def _build_ground(
    writer: Writer, base: str, touched: frozenset[str] | None, previous: Path | None, *, words: bool
) -> None:
    places = previous is None or _any_below(touched, graph(base, "territories"), graph(base, "zoning") + "/")
    contained: list[tuple[str, str]] | None = None
    if places:
        communes = derivation.lying(writer)
        derivation.derive_territories(writer, base, communes)
        contained = [(territory, commune) for commune, within in communes.items() for territory in within]
    folder = writer.attachments / FOLDER
    build.build_ground(writer, folder, previous, vocabularies=words, territories=places, contained=contained)


def _any_below(touched: frozenset[str] | None, *starts: str) -> bool:
    return touched is None or any(one.startswith(starts) for one in touched)
