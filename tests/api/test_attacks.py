"""A real server under the worst queries, and under updates cut off by `kill -9`: it stands, and keeps its word."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx

KILLS = 10
GRAPH = "https://example.org/graph/kill"
PLACE = "<https://w3id.org/ftgraph/graph/vocabularies>"
WORST = {
    "cross product": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "nested STR": "SELECT (" + "STR(" * 960 + "?a" + ")" * 960 + " AS ?b) WHERE { ?a ?p ?o }",
    "long path": "SELECT * WHERE { ?a " + "/".join(["<urn:p>"] * 2000) + " ?b }",
    "star path": "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<urn:x>)* ?b . ?c (!<urn:x>)* ?d }",
    "joins": "SELECT * WHERE { " + " . ".join(f"?a{n} ?p{n} ?a{n + 1}" for n in range(300)) + " }",
    "doubling": "SELECT ?z WHERE { ?s ?p ?o . BIND(STR(?o) AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(35))
    + " BIND(?a35 AS ?z) }",
    "order": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?h ?a LIMIT 1",
    "regex": "SELECT * WHERE { ?s ?p ?o . ?t ?q ?r FILTER(REGEX(CONCAT(STR(?o), STR(?r)), '(a*)*(b|a+)*$x')) }",
}


def test_under_the_worst_queries_of_eight_clients_the_solutions_are_answered(published, serve) -> None:
    process, address = serve(published.store, query_time_s="1", query_memory_mb="256")

    def attack(query: str) -> tuple[int, str]:
        with suppress(httpx.RemoteProtocolError):  # an answer cut off at its limit
            answer = httpx.post(f"{address}/sparql", data={"query": query}, timeout=60)
            return answer.status_code, answer.headers["content-type"]
        return 0, "cut off"

    with ThreadPoolExecutor(8) as clients:
        under_way = {name: clients.submit(attack, query) for name, query in WORST.items()}
        asked = 0
        while asked < 20 or not all(each.done() for each in under_way.values()):
            answer = httpx.get(f"{address}/api/v1/solutions", timeout=60)
            assert answer.status_code == 200
            asked += 1
        ended = {name: each.result() for name, each in under_way.items()}
    for name, (status, kind) in ended.items():
        assert status in (0, 200, 403, 413, 503), (name, status)
        assert status < 400 or kind == "application/problem+json", name
    assert ended["cross product"][0] == 503
    assert process.poll() is None
    # Among the others they may have been told to come back; alone, they are refused before they are parsed.
    assert {attack(WORST[name])[0] for name in ("nested STR", "long path", "joins")} == {413}
    after = httpx.post(
        f"{address}/sparql", data={"query": "ASK { ?s ?p ?o }"}, headers={"Accept": "text/csv"}, timeout=60
    )
    assert after.text.strip() == "true"


def test_five_hundred_half_sent_requests_cost_nobody_else_and_are_closed(published, serve) -> None:
    process, address = serve(published.store)
    port = int(address.rpartition(":")[2])
    held = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(500)]
    try:
        for number, each in enumerate(held):
            each.sendall(b"" if number % 5 == 0 else b"GET /api/v1/solutions HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        for _ in range(5):
            assert httpx.get(f"{address}/api/v1/solutions", timeout=60).status_code == 200
        assert [each.recv(1) for each in held] == [b""] * 500
    finally:
        for each in held:
            each.close()
    assert process.poll() is None


def test_bodies_half_sent_and_answers_not_read_cost_nobody_else(published, serve) -> None:
    process, address = serve(published.store, query_rate="0")
    port = int(address.rpartition(":")[2])
    begun = b"POST /%s HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 5000\r\n\r\nASK"
    unread = b"GET /graphs?default&format=nt HTTP/1.1\r\nHost: a\r\n\r\n"
    whole = httpx.get(f"{address}/graphs?default&format=nt", timeout=60).text
    before = memory(process.pid)
    held = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(500)]
    try:
        for number, each in enumerate(held):
            if number % 5:
                each.sendall(begun % (b"sparql" if number % 2 else b"api/v1/committees/check?file=a.csv"))
            else:
                each.sendall(unread)
        for _ in range(5):
            assert httpx.get(f"{address}/api/v1/solutions", timeout=60).status_code == 200
            graph = httpx.get(f"{address}/graphs?default&format=nt", timeout=60)
            assert graph.status_code in (200, 503)
            assert graph.status_code == 503 or graph.text == whole
            asked = httpx.post(f"{address}/sparql", data={"query": "ASK { ?s ?p ?o }"}, timeout=60)
            assert asked.status_code == 200
        assert memory(process.pid) - before < 300_000_000
    finally:
        for each in held:
            each.close()
    assert httpx.get(f"{address}/health/live", timeout=60).status_code == 200
    assert process.poll() is None


def test_a_large_answer_comes_at_once_and_a_slow_reader_fills_no_memory(published, serve) -> None:
    process, address = serve(published.store, query_bytes="500000000", query_rows="10000000", query_time_s="60")
    query = "SELECT ?a ?b ?c ?e WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000"
    with httpx.stream("POST", f"{address}/sparql", data={"query": query}, timeout=60) as answer:
        assert answer.status_code == 200
        pieces = answer.iter_raw(65_536)
        first = next(pieces)
        assert first.startswith(b'{"head"')
        before = memory(process.pid)
        size = len(first)
        most = 0
        for piece in pieces:
            size += len(piece)
            if size // len(piece) % 40 == 0:
                time.sleep(0.01)  # as slow as a test can be
                most = max(most, memory(process.pid))
    assert size > 150_000_000
    assert most - before < 60_000_000


def memory(process: int) -> int:
    """Bytes that it holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096


def test_a_head_past_its_limit_is_refused_and_closed_and_a_body_is_not_counted_as_one(published, serve) -> None:
    _, address = serve(published.store)
    port = int(address.rpartition(":")[2])
    for head in (
        b"NOT HTTP AT ALL\r\n\r\n",
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 6_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Endless: " + b"a" * 40_000,
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            answer = b""
            with suppress(ConnectionError):  # closed before all of it was read
                connection.sendall(head)
                while piece := connection.recv(65_536):
                    answer += piece
            assert answer == b"" or answer.startswith(b"HTTP/1.1 400"), head[:40]
            assert answer or len(head) > 10_000
    for _ in range(2):
        body = {"query": "ASK { ?s ?p ?o } #" + "a" * 45_000}
        assert httpx.post(f"{address}/sparql", data=body, timeout=60).status_code == 200
