"""Names are read once an open generation, and never kept of what may change."""

import io
from pathlib import Path

from ftgraph.graph.embedded import EmbeddedStore
from ftgraph.graph.store import Writer
from ftgraph.naming import Names
from ftgraph.settings import Settings

THING = "https://example.org/thing"


def write(writer: Writer, name: str) -> None:
    line = f'<{THING}> <http://www.w3.org/2004/02/skos/core#prefLabel> "{name}"@fr .'
    writer.replace_graph("https://example.org/graph", io.BytesIO(line.encode()))


def test_a_name_follows_generations_and_what_a_writer_writes(tmp_path: Path) -> None:
    store = EmbeddedStore(Settings(store=str(tmp_path / "store")))
    with store.writer("first") as writer:
        write(writer, "avant")
        assert Names(writer).of(THING).fr == "avant"
        write(writer, "d’abord")
        assert Names(writer).of(THING).fr == "d’abord"
        writer.publish("first")
    with store.reader() as old:
        assert Names(old).of(THING).fr == "d’abord"
        with store.writer("second") as writer:
            write(writer, "ensuite")
            writer.publish("second")
        with store.reader() as new:
            assert Names(new).of(THING).fr == "ensuite"
        assert Names(old).of(THING).fr == "d’abord"


def test_the_names_of_a_generation_are_asked_for_once(tmp_path: Path) -> None:
    store = EmbeddedStore(Settings(store=str(tmp_path / "store")))
    with store.writer("first") as writer:
        write(writer, "une chose")
        writer.publish("first")
    with store.reader() as reader:
        Names(reader).learn([THING])
        asked: list[str] = []
        plain = reader.select
        reader.select = lambda query: asked.append(query) or plain(query)  # type: ignore[method-assign]
        assert Names(reader).of(THING).fr == "une chose"
        assert asked == []


def test_what_has_no_name_is_told_by_the_end_of_its_address_or_not_at_all(tmp_path: Path) -> None:
    store = EmbeddedStore(Settings(store=str(tmp_path / "store")))
    with store.writer("first") as writer:
        writer.publish("first")
    with store.reader() as reader:
        names = Names(reader)
        assert names.of(THING).fr == "thing"
        assert names.said(THING).fr == ""
