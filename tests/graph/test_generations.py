"""The embedded store's generations: damage noticed, going back, keeping, backing up."""

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from ftgraph.errors import CursorExpired, StoreDamaged, StoreEmpty, StoreError
from ftgraph.graph import generations, writing
from ftgraph.graph.embedded import EmbeddedStore
from ftgraph.settings import Settings

G, H = "urn:test:g", "urn:test:h"


def publish(settings: Settings, *texts: str, graph: str = G) -> int:
    with EmbeddedStore(settings).writer("test") as writer:
        writer.replace_graph(graph, io.BytesIO("".join(f'<urn:s> <urn:p> "{t}" .\n' for t in texts).encode()))
        (writer.attachments / "index").write_text("attached")
        return writer.publish("test").number


def read(settings: Settings, generation: int | None = None) -> list[str]:
    with EmbeddedStore(settings).reader(generation) as reader:
        return [row[0].value for row in reader.select("SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o")]  # type: ignore[union-attr]


def folder(settings: Settings, number: int) -> Path:
    return settings.store_path / "generations" / f"{number:06d}"


def a_data_file(settings: Settings) -> Path:
    old = {path.name for path in (folder(settings, 1) / "store").iterdir()}
    return next(path for path in sorted((folder(settings, 2) / "store").glob("*.sst")) if path.name not in old)


def flip_last_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    path.write_bytes(content)


def wrong_store(settings: Settings) -> None:
    """The data of one generation under the description of another, made to agree on files."""
    import json
    import shutil
    from dataclasses import asdict

    from ftgraph.graph.records import Record, describe

    target = folder(settings, 2)
    record = Record(**json.loads((target / "generation.json").read_bytes()))
    shutil.rmtree(target / "store")
    shutil.copytree(folder(settings, 1) / "store", target / "store")
    (target / "generation.json").write_text(json.dumps(asdict(describe(target, record))))


DAMAGE: dict[str, Callable[[Settings], object]] = {
    "data file missing": lambda s: a_data_file(s).unlink(),
    "data file cut": lambda s: os.truncate(a_data_file(s), a_data_file(s).stat().st_size - 1),
    "manifest altered": lambda s: flip_last_byte(next((folder(s, 2) / "store").glob("MANIFEST-*"))),
    "pointer file altered": lambda s: (folder(s, 2) / "store" / "CURRENT").write_text("MANIFEST-000000\n"),
    "unknown file": lambda s: (folder(s, 2) / "store" / "000999.log").write_bytes(b"journal"),
    "description missing": lambda s: (folder(s, 2) / "generation.json").unlink(),
    "description cut": lambda s: os.truncate(folder(s, 2) / "generation.json", 40),
    "attachment missing": lambda s: (folder(s, 2) / "attachments" / "index").unlink(),
    "data of another generation": wrong_store,
    "folder missing": lambda s: folder(s, 2).rename(s.store_path / "elsewhere"),
    "pointer missing": lambda s: (s.store_path / "current").unlink(),
    "pointer unreadable": lambda s: (s.store_path / "current").write_text("{"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_noticed_at_opening_and_healed_by_rollback(settings: Settings, kind: str) -> None:
    publish(settings, "1")
    publish(settings, "2")
    DAMAGE[kind](settings)
    for opening in (EmbeddedStore(settings).reader, lambda: EmbeddedStore(settings).writer("test")):
        with pytest.raises(StoreDamaged) as caught:
            opening()
        assert "ftgraph rollback" in caught.value.cure
        if not kind.startswith("pointer "):
            assert "génération 1" in caught.value.cure
    back = generations.rollback(settings)
    assert read(settings) == (["2"] if back.number == 2 else ["1"])
    assert publish(settings, "3") > 2
    assert read(settings) == ["3"]


def test_a_data_block_altered_in_place_is_found_by_verify(settings: Settings) -> None:
    publish(settings, *map(str, range(2000)))
    path = max((folder(settings, 1) / "store").glob("*.sst"), key=lambda p: p.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        generations.verify(settings)


def test_verify_counts(settings: Settings) -> None:
    publish(settings, "1", "2")
    assert generations.verify(settings).quads == 2


def test_a_store_laid_out_anew_says_the_same(settings: Settings) -> None:
    for graph in (G, H):
        publish(settings, *(f"{number:05d}" for number in range(40_000)), graph=graph)
    before = read(settings)
    with EmbeddedStore(settings).writer("tidy") as writer:
        writer.optimize()
        assert writer.publish("tidy").quads == len(before)
    layers, laid_out = (len(list((folder(settings, number) / "store").glob("*.sst"))) for number in (2, 3))
    assert laid_out < layers
    assert read(settings) == before == read(settings, 2)
    for number in (2, 3):
        assert generations.verify(settings, number).quads == len(before)


def test_numbers_are_never_given_twice(settings: Settings) -> None:
    assert [publish(settings, text) for text in "123"] == [1, 2, 3]
    assert generations.rollback(settings).number == 2
    assert read(settings) == ["2"]
    assert read(settings, 3) == ["3"]  # pages under way may still be read
    assert publish(settings, "4") == 4
    assert generations.rollback(settings).number == 2  # not 3, which was left once
    assert generations.rollback(settings).number == 1
    with pytest.raises(StoreEmpty):
        generations.rollback(settings)


def test_old_generations_are_dropped_unless_read(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path), keep_generations=2)
    publish(settings, "1")
    reader = EmbeddedStore(settings).reader()
    for text in "2345":
        publish(settings, text)
    assert [kept.generation.number for kept in generations.list_generations(settings)] == [5, 4, 1]
    assert [row[0].value for row in reader.select("SELECT ?o WHERE { ?s ?p ?o }")] == ["1"]  # type: ignore[union-attr]
    rows = reader.select("SELECT ?o WHERE { ?s ?p ?o }")
    reader.close()
    del reader
    publish(settings, "6")
    assert len(list(rows)) == 1  # an answer under way holds its generation too
    del rows
    publish(settings, "7")
    assert [kept.generation.number for kept in generations.list_generations(settings)] == [7, 6]
    with pytest.raises(CursorExpired):
        EmbeddedStore(settings).reader(1)


def test_a_store_notices_a_switch_without_reopening(settings: Settings) -> None:
    publish(settings, "1")
    store = EmbeddedStore(settings)
    old = store.reader()
    publish(settings, "2")
    assert store.current() == 2
    assert store.reader().generation.number == 2
    assert old.generation.number == 1
    assert store.reader(1).ask('ASK { ?s ?p "1" }')


def test_readers_serve_several_threads(settings: Settings) -> None:
    publish(settings, *map(str, range(500)))
    reader = EmbeddedStore(settings).reader()
    counts: list[int] = []

    def count() -> None:
        counts.append(sum(1 for _ in reader.select("SELECT ?a ?b WHERE { ?s ?p ?a } LIMIT 400")))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [400] * 8


def test_backup_is_a_real_copy_and_restores(settings: Settings, tmp_path: Path) -> None:
    publish(settings, "1", "2")
    copy = tmp_path / "elsewhere" / "backup"
    assert generations.backup(settings, copy).quads == 2
    assert all(path.stat().st_nlink == 1 for path in copy.rglob("*") if path.is_file())
    publish(settings, "3")
    restored = generations.restore(settings, copy)
    assert restored.number == 3
    assert read(settings) == ["1", "2"]
    assert (EmbeddedStore(settings).reader().attachments / "index").read_text() == "attached"
    assert generations.verify(settings).quads == 2
    other = Settings(store=str(tmp_path / "other"))
    assert generations.restore(other, copy).number == 1
    assert read(other) == ["1", "2"]
    with pytest.raises(StoreError):
        generations.backup(settings, copy)  # never over something


def test_a_damaged_backup_is_not_restored(settings: Settings, tmp_path: Path) -> None:
    publish(settings, "1")
    copy = tmp_path / "backup"
    generations.backup(settings, copy)
    flip_last_byte(next((copy / "store").glob("*.sst")))
    (copy / "store" / "IDENTITY").write_text("other")
    with pytest.raises(StoreDamaged):
        generations.restore(settings, copy)
    assert read(settings) == ["1"]
    assert EmbeddedStore(settings).current() == 1


def test_rollback_after_all_are_lost_names_the_backup(settings: Settings) -> None:
    publish(settings, "1")
    (folder(settings, 1) / "generation.json").unlink()
    with pytest.raises(StoreDamaged) as caught:
        EmbeddedStore(settings).reader()
    assert "ftgraph restore" in caught.value.cure


def test_blank_nodes_stay_shared_when_the_store_is_rebuilt(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(settings, *map(str, range(50)))
    with EmbeddedStore(settings).writer("test") as writer:
        writer.update(f"INSERT DATA {{ GRAPH <{H}> {{ _:b <urn:p> 1 }} GRAPH <urn:test:i> {{ _:b <urn:q> 2 }} }}")
        writer.publish("test")
    monkeypatch.setattr(writing, "IN_PLACE_QUADS", 10)
    with EmbeddedStore(settings).writer("test") as writer:
        writer.replace_graph(G, io.BytesIO(b'<urn:s> <urn:p> "new" .'))
        assert writer.publish("test").quads == 3
    with EmbeddedStore(settings).reader() as reader:
        assert reader.ask("ASK { ?b <urn:p> 1 ; <urn:q> 2 }")
    assert generations.verify(settings).quads == 3


GRAPHS = ["urn:test:a", "urn:test:b", "urn:test:c"]
STEP = st.tuples(
    st.sampled_from(["replace", "drop", "insert", "clear", "publish"]), st.sampled_from(GRAPHS), st.integers(0, 6)
)


@effort(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=12), in_place=st.booleans())
def test_counts_and_content_follow_any_history(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]], in_place: bool
) -> None:
    """Whatever the order of writes, the store holds what a dictionary of sets holds, and knows how much."""
    settings = Settings(store=str(tmp_path_factory.mktemp("history")))
    model: dict[str, set[str]] = {graph: set() for graph in GRAPHS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "IN_PLACE_QUADS", 20_000 if in_place else 0)
        for step in [*steps, ("publish", "", 0)]:
            _apply(settings, model, step)
    with EmbeddedStore(settings).reader() as reader:
        found = {(row[0].value, row[1].value) for row in reader.select("SELECT ?g ?o WHERE { GRAPH ?g { ?s ?p ?o } }")}  # type: ignore[union-attr]
        assert found == {(graph, text) for graph, texts in model.items() for text in texts}
        assert reader.generation.quads == len(found)
    generations.verify(settings)


def _apply(settings: Settings, model: dict[str, set[str]], step: tuple[str, str, int]) -> None:
    kind, graph, size = step
    with EmbeddedStore(settings).writer("test") as writer:
        match kind:
            case "replace":
                model[graph] = set(map(str, range(size)))
                lines = "".join(f'<urn:s> <urn:p> "{text}" .\n' for text in model[graph])
                writer.replace_graph(graph, io.BytesIO(lines.encode()))
            case "drop":
                model[graph] = set()
                writer.drop_graph(graph)
            case "insert":
                model[graph] |= {f"+{size}"}
                writer.update(f'INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> "+{size}" }} }}')
            case "clear":
                model.update({name: set() for name in GRAPHS})
                writer.update("CLEAR ALL")
        writer.publish("test")
