"""Strangers' queries: refused by their tokens, or stopped with their process; the pool lives on."""

import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftgraph.errors import QueryRefused, QueryTimeout, StoreEmpty, StoreError, UsageError
from ftgraph.graph import limits, sandbox
from ftgraph.graph.embedded import EmbeddedStore
from ftgraph.graph.querying import Dataset
from ftgraph.graph.sandbox import Answer, Sandbox
from ftgraph.graph.tokens import shape, tokens
from ftgraph.settings import Settings

ROWS = 3_000
EASY = "SELECT ?o WHERE { <urn:s1> <urn:p> ?o }"
KILLERS = {
    "nested functions": "SELECT (" + "STR(" * 960 + "?s" + ")" * 960 + " AS ?x) WHERE { ?s ?p ?o } LIMIT 1",
    "long path": "ASK { <urn:s1> " + "/".join(["<urn:p>"] * 2000) + " ?x }",
    "long join": "SELECT * WHERE { " + " ".join(f"?a{i} <urn:p> ?a{i + 1} ." for i in range(300)) + " }",
    "nested not exists": "SELECT * WHERE { ?s ?p ?o "
    + "".join(f"FILTER NOT EXISTS {{ ?s ?p ?o{i} " for i in range(900))
    + "}" * 901,
    "nested parentheses": "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "negations": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "alternatives": "ASK { FILTER(" + "||".join(["?x=1"] * 8000) + ") }",
    "unions": "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 500) + " }",
}
HEAVY = {
    "cross product": ("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", QueryTimeout),
    "doubling": (
        'SELECT (STRLEN(?x35) AS ?n) WHERE { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(35))
        + " }",
        QueryRefused,
    ),
    "huge sort": ("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d ?f", QueryRefused),
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    place = tmp_path_factory.mktemp("sandbox") / "store"
    settings = Settings(
        store=str(place), query_time_s=1.5, query_memory_mb=300, query_rows=1_000, query_bytes=200_000, query_workers=2
    )
    publish(settings, ROWS)
    return settings


@pytest.fixture(scope="module")
def box(settings: Settings) -> Iterator[Sandbox]:
    with Sandbox(settings, EmbeddedStore(settings)) as pool:
        yield pool


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the limits on tokens had let everything through."""
    monkeypatch.setattr(sandbox, "check", lambda _: None)


def publish(settings: Settings, size: int) -> None:
    lines = "".join(f'<urn:s{i}> <urn:p> <urn:s{i + 1}> ; <urn:l> "x{{}},{{\\"\\n{i}" .\n' for i in range(size))
    from pyoxigraph import RdfFormat

    with EmbeddedStore(settings).writer("test") as writer:
        writer.replace_graph("urn:test:g", io.BytesIO(lines.encode()), RdfFormat.TURTLE)
        writer.publish("test")


def run(box: Sandbox, query: str, **asked: Any) -> bytes:
    return b"".join(box.run(query, **asked))


def test_answers_are_those_of_the_store(box: Sandbox, settings: Settings) -> None:
    answer = box.run(EASY)
    assert answer.media_type == "application/sparql-results+json"
    assert json.loads(b"".join(answer))["results"]["bindings"] == [{"o": {"type": "uri", "value": "urn:s2"}}]
    assert run(box, EASY, results_format="text/csv") == b"o\r\nurn:s2\r\n"
    assert b"<uri>urn:s2</uri>" in run(box, EASY, results_format="application/sparql-results+xml")
    assert run(box, EASY, results_format="text/tab-separated-values") == b"?o\n<urn:s2>\n"
    assert json.loads(run(box, "ASK { ?s ?p ?o }"))["boolean"] is True
    graph = box.run("CONSTRUCT WHERE { <urn:s1> <urn:p> ?o }", rdf_format="application/n-triples")
    assert (graph.media_type, b"".join(graph)) == ("application/n-triples", b"<urn:s1> <urn:p> <urn:s2> .\n")


@pytest.mark.parametrize("name", KILLERS)
def test_killers_are_refused_before_parsing(name: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        limits.check(KILLERS[name])
    assert any(character.isdigit() for character in caught.value.fr)  # the limit is named


@pytest.mark.slow
@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("name", KILLERS)
def test_killers_that_reach_the_parser_cost_their_sender_only(box: Sandbox, name: str) -> None:
    with contextlib.suppress(QueryRefused, QueryTimeout):  # some are answered in time
        run(box, KILLERS[name])
    assert b"urn:s2" in run(box, EASY)


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_heavy_queries_are_stopped(box: Sandbox, name: str) -> None:
    query, expected = HEAVY[name]
    with pytest.raises((expected, QueryTimeout)):
        run(box, query)
    assert b"urn:s2" in run(box, EASY)


def test_an_evil_pattern_is_harmless(box: Sandbox) -> None:
    assert json.loads(run(box, 'ASK { FILTER(REGEX("' + "a" * 60 + '!", "^(a+)+$")) }'))["boolean"] is False


@pytest.mark.parametrize(
    "media_type",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_rows_are_counted_whatever_their_texts(box: Sandbox, media_type: str) -> None:
    texts = "SELECT ?o WHERE { ?s <urn:l> ?o } LIMIT"
    assert run(box, f"{texts} 1000", results_format=media_type)
    with pytest.raises(QueryRefused) as caught:
        run(box, f"{texts} 1003", results_format=media_type)
    assert "1000 lignes" in caught.value.fr


def test_bytes_and_triples_are_capped(box: Sandbox) -> None:
    with pytest.raises(QueryRefused, match="1000 lignes"):
        run(box, "CONSTRUCT WHERE { ?s ?p ?o }")
    long = 'SELECT (CONCAT(STR(?s), "' + "x" * 1000 + '") AS ?t) WHERE { ?s <urn:p> ?o } LIMIT 900'
    with pytest.raises(QueryRefused, match="200000 octets"):
        run(box, long)
    assert b"urn:s2" in run(box, EASY)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * WHERE { sErViCe SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * WHERE { S\\u0045RVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <FILE:/etc/passwd> WHERE { ?s ?p ?o }",
        "BASE <file:///etc/> SELECT * FROM <passwd> WHERE { ?s ?p ?o }",
        "PREFIX e: <file:///etc/> SELECT * FROM e:passwd WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "DROP ALL",
    ],
)
def test_nothing_reaches_out(query: str) -> None:
    with pytest.raises(QueryRefused):
        limits.check(query)


def test_words_in_texts_and_names_are_only_words() -> None:
    limits.check(
        "# SERVICE in a comment\nPREFIX ex: <https://example.org/load#> "
        "SELECT ?service WHERE { ?service ex:load \"SERVICE {{{ ' \" ; ex:drop '''DROP \"ALL\" ((((''' } # LOAD"
    )


def test_syntax_errors_have_a_place(box: Sandbox) -> None:
    with pytest.raises(UsageError) as caught:
        box.run("SELECT ?s\nWHERE { ?s ?p }")
    assert "ligne 2" in caught.value.fr
    with pytest.raises(UsageError):
        box.run(EASY, results_format="image/png")


@pytest.mark.slow
def test_an_abandoned_answer_frees_its_worker(box: Sandbox) -> None:
    for _ in range(3):
        answer = box.run("SELECT ?s ?o WHERE { ?s ?p ?o } LIMIT 900")
        next(answer)
        answer.close()
    assert b"urn:s2" in run(box, EASY)


def begun(box: Sandbox, query: str) -> Answer:
    formats = {"results_format": "text/csv", "rdf_format": "text/turtle"}
    return box.begin(query, **formats, dataset=Dataset(), generation=None)


def test_an_answer_closed_before_it_is_opened_frees_its_worker(box: Sandbox) -> None:
    for _ in range(3):
        begun(box, EASY).close()
    assert b"urn:s2" in run(box, EASY)


def test_a_short_answer_comes_whole_and_frees_its_worker_before_it_is_read(box: Sandbox) -> None:
    answers = [box.run(EASY, results_format="text/csv") for _ in range(3)]
    assert [answer.whole for answer in answers] == [b"o\r\nurn:s2\r\n"] * 3
    assert [b"".join(answer) for answer in answers] == [b"o\r\nurn:s2\r\n"] * 3
    long = box.run("SELECT ?s ?o WHERE { ?s ?p ?o } LIMIT 999", results_format="application/sparql-results+xml")
    assert long.whole is None
    assert b"".join(long).count(b"<result>") == 999


def test_an_answer_says_when_its_next_step_waits_for_nothing(box: Sandbox) -> None:
    answer = begun(box, EASY)
    while not answer.ready:
        answer.fill()
    assert b"".join(answer.open()) == b"o\r\nurn:s2\r\n"
    slow = begun(box, HEAVY["cross product"][0])
    assert not slow.ready
    slow.stop()
    while not slow.ready:
        slow.fill()
    assert slow.gone
    with pytest.raises(QueryRefused):
        slow.open()
    assert b"urn:s2" in run(box, EASY)


def test_a_worker_killed_from_outside_is_replaced(box: Sandbox) -> None:
    for worker in list(box._idle.queue):
        os.kill(worker.pid, 9)
    time.sleep(0.1)
    for _ in range(3):
        assert b"urn:s2" in run(box, EASY)


def test_the_pool_follows_new_generations(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "store"), query_workers=1)
    with Sandbox(settings, EmbeddedStore(settings)) as pool:
        with pytest.raises(StoreEmpty):
            pool.run(EASY)
        publish(settings, 1)
        count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        assert run(pool, count, results_format="text/csv") == b"n\r\n2\r\n"
        publish(settings, 2)
        assert run(pool, count, results_format="text/csv") == b"n\r\n4\r\n"


@pytest.mark.skipif(sys.platform != "linux", reason="macOS enforces no limit on addresses")
def test_what_an_open_store_takes_is_not_counted_against_a_query(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "store"), query_workers=1, query_memory_mb=8)
    publish(settings, 2)
    with Sandbox(settings, EmbeddedStore(settings)) as pool:
        assert b"urn:s2" in run(pool, EASY)
        publish(settings, 3)
        assert b"urn:s2" in run(pool, EASY, generation=1)
        assert b"urn:s3" in run(pool, EASY.replace("s1", "s2"))
        with pytest.raises(QueryRefused):
            run(pool, HEAVY["doubling"][0])
        assert b"urn:s2" in run(pool, EASY)


def test_a_worker_that_cannot_start_is_no_fault_of_the_query(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Sandbox(settings, EmbeddedStore(settings)) as pool, pytest.raises(StoreError, match="pas pu démarrer"):
        pool.run(EASY)


def test_a_worker_lets_go_of_the_generation_it_started_with(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "store"), query_workers=1, keep_generations=1)
    publish(settings, 2)
    with Sandbox(settings, EmbeddedStore(settings)) as pool:
        assert b"urn:s2" in run(pool, EASY, generation=1)
        publish(settings, 3)
        assert b"urn:s2" in run(pool, EASY, generation=2)
        publish(settings, 4)
        assert b"urn:s2" in run(pool, EASY, generation=3)
    assert [each.name for each in (tmp_path / "store" / "generations").iterdir() if each.name < "000002"] == []


@given(st.text(alphabet=st.sampled_from("ab:<>?\"'\\#{}() \n./^é1_-@")))
def test_the_shape_is_the_words_iris_and_marks_among_the_tokens(text: str) -> None:
    of_shape = [(token.kind, token.text) for token in tokens(text) if token.kind in ("iri", "word", "mark")]
    assert list(shape(text)) == of_shape


@given(st.text(alphabet=st.sampled_from("ab:<>?\"'\\#{}() \n./^é1_-@")))
def test_tokens_cover_any_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.start >= end
        assert text[token.start : token.start + len(token.text)] == token.text
        end = token.start + len(token.text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("'\\" * 24_000 + "'", ["string"]),
        ('"\\' * 24_000 + '"', ["string"]),
        ('"""|' + '\\"' * 24_000, ["string"]),
        ("'a\n?b", ["string", "variable"]),
        ("a.-" * 3, ["word", "mark", "mark"] * 3),
        ("a.-b:c", ["name"]),
        ("a.5b", ["word", "number", "word"]),
    ],
)
def test_what_has_no_end_is_looked_through_once(text: str, kinds: list[str]) -> None:
    """With each mark tried as a string's beginning, and each letter as a name's, 48 kB took five seconds to refuse."""
    assert [token.kind for token in tokens(text)] == kinds
