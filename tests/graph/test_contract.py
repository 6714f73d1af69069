"""What both stores promise, in the same words."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat

from ftgraph.errors import CursorExpired, SourceError, StoreEmpty, StoreError, StoreLocked, UsageError
from ftgraph.graph.remote import RemoteStore
from ftgraph.graph.store import Store, open_store
from ftgraph.settings import Settings

G, H = "urn:test:g", "urn:test:h"
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"


def triples(*objects: str) -> io.BytesIO:
    return io.BytesIO("".join(f'<urn:s> <urn:p> "{text}" .\n' for text in objects).encode())


def objects(source: object, query: str = "SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o") -> list[str]:
    return [row[0].value for row in source.select(query)]  # type: ignore[attr-defined]


def publish(store: Store, *texts: str, graph: str = G) -> int:
    with store.writer("test") as writer:
        writer.replace_graph(graph, triples(*texts))
        return writer.publish("test").number


def test_an_empty_store_says_so(any_store: Store) -> None:
    assert any_store.current() == 0
    with pytest.raises(StoreEmpty) as caught:
        any_store.reader()
    assert caught.value.cure


def test_what_is_published_is_read(any_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text('<urn:s> <urn:p> "1"@fr, 2 ; <urn:q> <urn:o> .')
    with any_store.writer("test") as writer:
        writer.replace_graph(G, file, RdfFormat.TURTLE)
        generation = writer.publish("test")
    assert any_store.current() == generation.number
    with any_store.reader() as reader:
        assert reader.generation == generation
        assert generation.quads == 3
        assert len(list(reader.select(ALL))) == 3
        unbound = list(reader.select("SELECT ?o ?none WHERE { ?s <urn:q> ?o OPTIONAL { ?s <urn:r> ?none } }"))
        assert unbound == [(NamedNode("urn:o"), None)]
        assert reader.ask("ASK { <urn:s> <urn:q> <urn:o> }")
        assert not reader.ask("ASK { <urn:s> <urn:q> <urn:s> }")
        assert len(list(reader.construct("CONSTRUCT WHERE { ?s ?p ?o }"))) == 3


def test_graphs_are_seen_as_one_and_by_name(any_store: Store) -> None:
    publish(any_store, "1")
    publish(any_store, "1", "2", graph=H)
    with any_store.reader() as reader:
        assert objects(reader) == ["1", "1", "2"]  # a triple that two graphs state comes twice
        assert objects(reader, "SELECT DISTINCT ?o WHERE { ?s ?p ?o } ORDER BY ?o") == ["1", "2"]
        assert objects(reader, f"SELECT ?o WHERE {{ GRAPH <{H}> {{ ?s ?p ?o }} }} ORDER BY ?o") == ["1", "2"]
        named = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
        assert [(row[0].value, row[1].value) for row in reader.select(named)] == [(G, "1"), (H, "2")]


def test_replacing_leaves_nothing_of_the_old_graph(any_store: Store) -> None:
    publish(any_store, "1", "2")
    first = any_store.current()
    assert publish(any_store, "3") == first + 1
    assert objects(any_store.reader()) == ["3"]


def test_dropping(any_store: Store) -> None:
    publish(any_store, "1")
    publish(any_store, "2", graph=H)
    with any_store.writer("test") as writer:
        writer.drop_graph(G)
        writer.drop_graph("urn:test:never-there")
        assert writer.publish("test").quads == 1
    assert objects(any_store.reader()) == ["2"]


def test_a_writer_sees_what_it_writes_and_readers_do_not(any_store: Store) -> None:
    publish(any_store, "1")
    before = any_store.reader()
    with any_store.writer("test") as writer:
        writer.replace_graph(G, triples("2"))
        writer.update(f'INSERT DATA {{ GRAPH <{G}> {{ <urn:s> <urn:p> "3" }} }}')
        writer.replace_graph(H, triples("4"))
        assert objects(writer) == ["2", "3", "4"]
        assert objects(writer, f"SELECT ?o WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }} ORDER BY ?o") == ["2", "3"]
        assert writer.ask('ASK { ?s ?p "4" }')
        assert len(list(writer.construct("CONSTRUCT WHERE { ?s ?p ?o }"))) == 3
        assert objects(before) == ["1"]
        assert objects(any_store.reader()) == ["1"]
        assert writer.publish("test").quads == 3
    assert objects(any_store.reader()) == ["2", "3", "4"]


def test_a_load_that_goes_on_beside_is_there_when_published(any_store: Store) -> None:
    publish(any_store, "1", "2", "3")
    with any_store.writer("test") as writer:
        writer.replace_graph_beside(G, triples("4", "5"))
        writer.replace_graph(H, triples("6"))
        writer.replace_graph_beside(G, triples("7", "7", "8"))  # waits for the first, and takes its place
        assert writer.publish("test").quads == 3
    assert objects(any_store.reader()) == ["6", "7", "8"]


def test_an_update_waits_for_the_load_that_goes_on_beside(any_store: Store) -> None:
    publish(any_store, "1")
    with any_store.writer("test") as writer:
        writer.replace_graph_beside(G, triples("2", "3"))
        writer.update(f'DELETE DATA {{ GRAPH <{G}> {{ <urn:s> <urn:p> "2" }} }}')
        assert writer.publish("test").quads == 1
    assert objects(any_store.reader()) == ["3"]


def _publish_beside(store: Store, source: io.BytesIO) -> None:
    with store.writer("test") as writer:
        writer.replace_graph_beside(G, source)
        writer.publish("test")


def test_a_bad_source_loaded_beside_publishes_nothing(any_store: Store) -> None:
    number = publish(any_store, "1")
    bad = io.BytesIO(b'<urn:s> <urn:p> "2" .\n<urn:s> <urn:p\n')
    with pytest.raises(SourceError):  # here or there
        _publish_beside(any_store, bad)
    assert any_store.current() == number
    assert objects(any_store.reader()) == ["1"]


def test_leaving_without_publishing_drops_everything(any_store: Store) -> None:
    number = publish(any_store, "1")
    with any_store.writer("test") as writer:
        writer.replace_graph(G, triples("2"))
        writer.update(f'INSERT DATA {{ GRAPH <{H}> {{ <urn:s> <urn:p> "3" }} }}')
    assert any_store.current() == number
    assert objects(any_store.reader()) == ["1"]


def test_updates_change_what_they_name(any_store: Store) -> None:
    publish(any_store, "1", "2")
    with any_store.writer("test") as writer:
        writer.update(f'DELETE DATA {{ GRAPH <{G}> {{ <urn:s> <urn:p> "1" }} }}')
        assert writer.publish("test").quads == 1
    assert objects(any_store.reader()) == ["2"]


def test_a_bad_file_is_refused_whole(any_store: Store) -> None:
    number = publish(any_store, "1")
    with any_store.writer("test") as writer:
        with pytest.raises(SourceError):
            writer.replace_graph(G, io.BytesIO(b'<urn:s> <urn:p> "2" .\n<urn:s> <urn:p> "3 .\n'))
        with pytest.raises(StoreError):
            writer.publish("test")
    assert any_store.current() == number
    assert objects(any_store.reader()) == ["1"]


def test_a_missing_file_is_not_the_stores_fault(any_store: Store, tmp_path: Path) -> None:
    with any_store.writer("test") as writer, pytest.raises(SourceError):
        writer.replace_graph(G, tmp_path / "absent.nt")


def test_bad_queries_are_the_users(any_store: Store) -> None:
    publish(any_store, "1")
    with any_store.reader() as reader:
        for query in ("SELECT * WHERE { ?s ?p", "nothing at all"):
            with pytest.raises(UsageError):
                list(reader.select(query))
        with pytest.raises(UsageError):
            list(reader.select("ASK { ?s ?p ?o }"))
        with pytest.raises(UsageError):
            reader.ask(ALL)


def test_a_second_writer_is_told_who_is_at_work(any_store: Store) -> None:
    with any_store.writer("import lent") as writer:
        with pytest.raises(StoreLocked) as caught:
            any_store.writer("second")
        assert "import lent" in caught.value.fr
        writer.replace_graph(G, triples("1"))
        writer.publish("test")
    assert publish(any_store, "2") == 2


def test_attachments_go_with_their_generation(any_store: Store) -> None:
    with any_store.writer("test") as writer:
        assert list(writer.attachments.iterdir()) == []
        (writer.attachments / "index").mkdir()
        (writer.attachments / "index" / "a").write_text("x")
        writer.replace_graph(G, triples("1"))
        writer.publish("test")
    with any_store.reader() as reader:
        assert (reader.attachments / "index" / "a").read_text() == "x"
    publish(any_store, "2")
    assert list(any_store.reader().attachments.iterdir()) == []


def test_a_generation_never_published_is_not_served(any_store: Store) -> None:
    publish(any_store, "1")
    with pytest.raises(CursorExpired):
        any_store.reader(99)


def test_literals_come_back(any_store: Store) -> None:
    texts = ['l’été "ici"', "tab\tline\nend", "001", "é" * 5000]
    from ftgraph.graph.ntriples import literal

    source = io.BytesIO("".join(f"<urn:s> <urn:p> {literal(text)} .\n" for text in texts).encode())
    with any_store.writer("test") as writer:
        writer.replace_graph(G, source)
        writer.publish("test")
    assert {row[0] for row in any_store.reader().select("SELECT ?o WHERE { ?s ?p ?o }")} == set(map(Literal, texts))


def test_a_remote_writer_overtaken_by_another_machine_is_refused(
    remote_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    with open_store(remote_settings).writer("here") as slow:
        slow.replace_graph(G, triples("slow"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
        publish(open_store(remote_settings), "fast")
        with pytest.raises(StoreError):
            slow.publish("here")
    assert objects(open_store(remote_settings).reader()) == ["fast"]


def test_a_reader_keeps_its_generation_until_it_is_dropped(any_store: Store) -> None:
    publish(any_store, "1")
    publish(any_store, "unchanged", graph=H)
    reader = any_store.reader()
    publish(any_store, "2")
    assert objects(reader) == ["1", "unchanged"]
    assert objects(any_store.reader(2)) == ["1", "unchanged"]
    assert objects(any_store.reader()) == ["2", "unchanged"]


def test_an_answer_over_a_remote_generation_that_was_dropped_is_refused(remote_settings: Settings) -> None:
    store = open_store(replace(remote_settings, keep_generations=1))
    publish(store, "1")
    publish(store, "unchanged", graph=H)
    reader = store.reader()
    publish(store, "3")
    assert objects(store.reader()) == ["3", "unchanged"]
    with pytest.raises(CursorExpired):
        reader.select(ALL)
    with pytest.raises(CursorExpired):
        store.reader(2)


def test_long_answers_come_whole(any_store: Store) -> None:
    """Virtuoso cuts answers at 10,000 rows: they are asked for by pages."""
    with any_store.writer("test") as writer:
        lines = "".join(f'<urn:s{number % 7}> <urn:p> "{number}" .\n' for number in range(12_345))
        writer.replace_graph(G, io.BytesIO(lines.encode()))
        writer.replace_graph(H, io.BytesIO(lines.encode()[: lines.index("\n") + 1]))
        writer.publish("test")
    with any_store.reader() as reader:
        assert len(set(reader.select("SELECT ?s ?o WHERE { ?s ?p ?o }"))) == 12_345
        assert len(list(reader.select("SELECT ?o WHERE { ?s ?p ?o }"))) == 12_346
        ordered = objects(reader, "SELECT DISTINCT ?o WHERE { ?s ?p ?o } ORDER BY DESC(?o) LIMIT 11000")
        assert ordered == sorted(map(str, range(12_345)), reverse=True)[:11_000]
        graph = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }}"
        assert len(set(reader.construct(graph))) == 12_345


def test_values_come_back(any_store: Store) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = [
        Literal(True),
        Literal(False),
        Literal("2026-01-02", datatype=NamedNode(f"{xsd}date")),
        Literal("bon", language="fr"),
        Literal("7", datatype=NamedNode(f"{xsd}integer")),
        Literal("1.5", datatype=NamedNode(f"{xsd}decimal")),
        NamedNode("https://example.org/é?a=b&c=d#e"),
    ]
    with any_store.writer("test") as writer:
        lines = "".join(f"<urn:s> <urn:p> {value} .\n" for value in values)
        writer.replace_graph(G, io.BytesIO(lines.encode()))
        writer.publish("test")
    with any_store.reader() as reader:
        assert {row[0] for row in reader.select("SELECT ?o WHERE { ?s ?p ?o }")} == set(values)
        assert {triple.object for triple in reader.construct("CONSTRUCT WHERE { ?s ?p ?o }")} == set(values)
        computed = (
            "SELECT ?there ?chosen WHERE { BIND(EXISTS { ?s ?p 7 } AS ?there) BIND(COALESCE(?no, false) AS ?chosen) }"
        )
        assert list(reader.select(computed)) == [(Literal(True), Literal(False))]
        assert reader.ask("ASK { ?s ?p true }")
        assert not reader.ask("ASK { ?s ?q <urn:none> }")


def test_prefixed_names_may_hold_escapes(any_store: Store) -> None:
    with any_store.writer("test") as writer:
        writer.replace_graph(G, io.BytesIO(b'<urn:t:a/b> <urn:p> "a\\\\/b" .\n'))
        writer.publish("test")
    with any_store.reader() as reader:
        found = objects(reader, r'PREFIX t: <urn:t:> SELECT ?o WHERE { t:a\/b ?p ?o FILTER(?o = "a\\/b") }')
    assert found == ["a\\/b"]


def test_blank_nodes_keep_their_place(any_store: Store) -> None:
    with any_store.writer("test") as writer:
        writer.replace_graph(G, io.BytesIO(b'<urn:s> <urn:p> _:b .\n_:b <urn:q> "1" .\n_:c <urn:q> "2" .\n'))
        writer.publish("test")
    with any_store.reader() as reader:
        assert objects(reader, "SELECT ?v WHERE { <urn:s> <urn:p> ?b . ?b <urn:q> ?v }") == ["1"]
        found = list(reader.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))
        assert len({triple.subject for triple in found}) == 3
        assert next(t.object for t in found if t.predicate == NamedNode("urn:p")) in {t.subject for t in found}


def test_a_publication_cut_before_its_last_step_is_not_seen(remote_settings: Settings) -> None:
    store = RemoteStore(remote_settings)
    publish(store, "1")

    class Cut(Exception):
        pass

    def cut(_: object) -> None:
        raise Cut

    with store.writer("cut") as writer:
        writer.replace_graph(G, triples("2"))
        store.system.point_to = cut  # type: ignore[method-assign]
        with pytest.raises(Cut):
            writer.publish("cut")
        writer._own.clear()  # as after a kill: nobody cleans up
    again = RemoteStore(remote_settings)
    assert again.current() == 1
    assert objects(again.reader()) == ["1"]
    assert publish(again, "3") == 3
    assert objects(again.reader()) == ["3"]


def test_what_a_dead_writer_left_is_dropped_a_day_later(remote_settings: Settings) -> None:
    store = RemoteStore(remote_settings)
    publish(store, "1")
    left = f"{G}#g9.00000000"
    endpoint, system = store.system.endpoint, store.system.graph
    for day, still in (("2999-01-01", True), ("2026-01-01", False)):
        endpoint.update(
            f"INSERT DATA {{ GRAPH <{left}> {{ <urn:s> <urn:p> 1 }} GRAPH <{system}> "
            f'{{ <{left}> <urn:x-ftgraph:begun> "{day}" }} }}'
        )
        with store.writer("next"):
            pass
        assert endpoint.ask(f"ASK {{ GRAPH <{left}> {{ ?s ?p ?o }} }}", [left]) is still
        endpoint.update(f"DELETE WHERE {{ GRAPH <{system}> {{ <{left}> ?p ?o }} }}")
