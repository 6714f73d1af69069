"""Rolling back, verifying, backing up and restoring over real foreign servers; backups go from one kind to another."""

import gzip
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ftgraph.errors import CursorExpired, StoreDamaged, StoreEmpty, StoreLocked
from ftgraph.graph import backups, generations
from ftgraph.graph.remote import RemoteStore
from ftgraph.graph.store import Reader, open_store
from ftgraph.settings import Settings

G, H = "urn:test:g", "urn:test:h"


def publish(settings: Settings, *texts: str, graph: str = G, note: str = "test") -> int:
    with open_store(settings).writer(note) as writer:
        writer.replace_graph(graph, io.BytesIO("".join(f'<urn:s> <urn:p> "{t}" .\n' for t in texts).encode()))
        (writer.attachments / "index").write_text(" ".join(texts))
        return writer.publish(note).number


def objects(reader: Reader) -> list[str]:
    return [row[0].value for row in reader.select("SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o")]  # type: ignore[union-attr]


def drop_on_the_server(settings: Settings, graph: str, number: int) -> None:
    """What somebody else's hand, or the server's fault, does to a generation."""
    store = RemoteStore(settings)
    name = store.reader(number).names.graphs[graph]
    store.system.endpoint.update(f"DROP SILENT GRAPH <{name}>")


def test_nothing_published_is_told_by_every_command(remote_settings: Settings, tmp_path: Path) -> None:
    assert generations.list_generations(remote_settings) == []
    for command in (
        lambda: generations.rollback(remote_settings),
        lambda: generations.verify(remote_settings),
        lambda: generations.backup(remote_settings, tmp_path / "backup"),
    ):
        with pytest.raises(StoreEmpty):
            command()
    assert not (tmp_path / "backup").exists()


def test_rolling_back_turns_the_pointer_and_numbers_go_on(remote_settings: Settings) -> None:
    for text in ("1", "2", "3"):
        publish(remote_settings, text, note=f"import {text}")
    store = RemoteStore(remote_settings)
    assert generations.rollback(remote_settings).number == 2
    assert (store.current(), objects(store.reader())) == (2, ["2"])
    assert store.reader().attachments.joinpath("index").read_text() == "2"
    assert store.published("import 3") is None
    kept = generations.list_generations(remote_settings)
    told = [(each.generation.number, each.note, each.current, each.withdrawn) for each in kept]
    assert told == [(3, "import 3", False, True), (2, "import 2", True, False), (1, "import 1", False, False)]
    assert publish(remote_settings, "4") == 4
    assert generations.rollback(remote_settings).number == 2, "the generation that was left is not gone back to"
    assert generations.rollback(remote_settings).number == 1
    with pytest.raises(StoreEmpty):
        generations.rollback(remote_settings)
    assert objects(store.reader()) == ["1"]


def test_a_generation_never_put_in_service_is_neither_listed_nor_gone_back_to(remote_settings: Settings) -> None:
    publish(remote_settings, "1")
    system = RemoteStore(remote_settings).system
    state = system.facts().kept[0]
    system.write_down(replace(state, generation=replace(state.generation, number=2)))
    assert [each.generation.number for each in generations.list_generations(remote_settings)] == [1]
    with pytest.raises(StoreEmpty):
        generations.rollback(remote_settings)


def test_rolling_back_waits_for_no_writer_and_stops_one_of_another_machine(
    remote_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(remote_settings, "1")
    publish(remote_settings, "2")
    with RemoteStore(remote_settings).writer("import") as writer:
        with pytest.raises(StoreLocked):
            generations.rollback(remote_settings)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
        assert generations.rollback(remote_settings).number == 1
        writer.replace_graph(G, io.BytesIO(b'<urn:s> <urn:p> "3" .\n'))
        with pytest.raises(Exception, match="autre machine"):
            writer.publish("import")
    assert RemoteStore(remote_settings).current() == 1


def test_what_the_server_lost_is_found_and_stepped_over(remote_settings: Settings, tmp_path: Path) -> None:
    for text in ("1", "2", "3"):
        publish(remote_settings, text)
        publish(remote_settings, "same", graph=H)
    assert generations.verify(remote_settings).quads == 2
    drop_on_the_server(remote_settings, G, 4)
    drop_on_the_server(remote_settings, G, 6)
    for number in (None, 6, 5, 4):
        with pytest.raises(StoreDamaged, match=G):
            generations.verify(remote_settings, number)
    with pytest.raises(StoreDamaged):
        generations.backup(remote_settings, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
    assert generations.rollback(remote_settings).number == 2, "the third shares a graph with the fourth"
    assert objects(RemoteStore(remote_settings).reader()) == ["1", "same"]
    with pytest.raises(CursorExpired):
        generations.verify(remote_settings, 99)


def test_a_backup_holds_everything_and_is_restored(remote_settings: Settings, tmp_path: Path) -> None:
    texts = [str(number) for number in range(11_000)]  # more than Virtuoso gives in one answer
    publish(remote_settings, *texts)
    publish(remote_settings, "h", graph=H, note="import h")
    made = generations.backup(remote_settings, tmp_path / "deep" / "backup")
    manifest = json.loads((tmp_path / "deep" / "backup" / backups.MANIFEST).read_bytes())
    assert (made.number, manifest["note"], manifest["graphs"]) == (2, "import h", {G: 11_000, H: 1})
    lines = gzip.decompress((tmp_path / "deep" / "backup" / "quads.nq.gz").read_bytes()).decode().splitlines()
    assert f'<urn:s> <urn:p> "10999" <{G}> .' in lines
    assert len(lines) == 11_001

    publish(remote_settings, "other")
    publish(remote_settings, "new", graph="urn:test:new")
    assert generations.restore(remote_settings, tmp_path / "deep" / "backup").number == 5
    with open_store(remote_settings).reader() as reader:
        assert sorted(objects(reader)) == sorted([*texts, "h"])
        assert reader.attachments.joinpath("index").read_text() == "h"
    assert generations.rollback(remote_settings).number == 4


def test_a_backup_that_was_altered_is_refused_and_nothing_changes(remote_settings: Settings, tmp_path: Path) -> None:
    publish(remote_settings, "1", "2")
    for name, content in {
        "quads.nq.gz": gzip.compress(f'<urn:s> <urn:p> "1" <{G}> .\n'.encode()),
        "attachments/index": b"other",
        backups.MANIFEST: b"{",
    }.items():
        folder = tmp_path / name.replace("/", "-")
        generations.backup(remote_settings, folder)
        (folder / name).write_bytes(content)
        with pytest.raises(StoreDamaged):
            generations.restore(remote_settings, folder)
    with pytest.raises(StoreDamaged):
        generations.restore(remote_settings, tmp_path / "absent")
    assert RemoteStore(remote_settings).current() == 1


def test_a_backup_whose_counts_lie_is_refused(remote_settings: Settings, tmp_path: Path) -> None:
    publish(remote_settings, "1", "2")
    generations.backup(remote_settings, tmp_path / "backup")
    path = tmp_path / "backup" / backups.MANIFEST
    path.write_text(path.read_text().replace(f'"{G}": 2', f'"{G}": 3'))
    with pytest.raises(StoreDamaged, match="2 ≠ 3"):
        generations.restore(remote_settings, tmp_path / "backup")


def test_backups_go_from_a_folder_to_a_server_and_back(
    remote_settings: Settings, settings: Settings, tmp_path: Path
) -> None:
    publish(settings, "1", "l’été \\\\ \\\\t")
    publish(settings, "h", graph=H)
    before = objects(open_store(settings).reader())
    generations.backup(settings, tmp_path / "from-folder")
    publish(remote_settings, "gone", graph="urn:test:other")
    assert generations.restore(remote_settings, tmp_path / "from-folder").quads == 3
    assert objects(open_store(remote_settings).reader()) == before

    generations.backup(remote_settings, tmp_path / "from-server")
    publish(settings, "gone", graph="urn:test:other")
    assert generations.restore(settings, tmp_path / "from-server").number == 4
    with open_store(settings).reader() as reader:
        assert objects(reader) == before
        assert reader.attachments.joinpath("index").read_text() == "h"
