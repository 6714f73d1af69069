"""What a server refuses to be, and to give to one client at the cost of the others."""

import asyncio
from dataclasses import replace

import pytest

from ftgraph import keys
from ftgraph.errors import UsageError
from ftgraph.settings import Settings
from ftgraph_api import exposure
from ftgraph_api.app import serve
from ftgraph_api.rates import Rates, TooManyRequests, client_of

ASK = "ASK {{ ?s ?p {} }}"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "ftgraph.example", ""])
def test_a_server_open_to_the_network_with_updates_on_and_no_key_does_not_start(tmp_path, host) -> None:
    settings = Settings(store=str(tmp_path), host=host, updates=1)
    with pytest.raises(UsageError, match="aucune clé"):
        serve(settings)
    exposure.check(replace(settings, updates=0))
    keys.create(settings, "essai", ["update"])
    exposure.check(settings)
    keys.revoke(settings, "essai")
    with pytest.raises(UsageError):
        exposure.check(settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_on_the_machine_alone_it_starts_without_a_key(tmp_path, host) -> None:
    exposure.check(Settings(store=str(tmp_path), host=host, updates=1))


def test_a_bucket_empties_fills_with_time_and_is_one_client_s_own() -> None:
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    for _ in range(60):
        rates.take("a")
    with pytest.raises(TooManyRequests) as refused:
        rates.take("a")
    assert refused.value.retry_after == 1
    rates.take("b")
    now[0] += 2.0
    rates.take("a")
    rates.take("a")
    with pytest.raises(TooManyRequests):
        rates.take("a")
    free = Rates(0, lambda: 0.0)
    for _ in range(1000):
        free.take("a")


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::", "2001:0db8:0001:0002"),
    ],
)
def test_who_a_client_is(address, client) -> None:
    from starlette.requests import Request

    assert client_of(Request({"type": "http", "client": (address, 1)})) == client


def test_a_client_past_its_rate_is_told_when_to_come_back(published, open_client) -> None:
    client = open_client(replace(published, query_rate=2))

    def ask(value: int):
        return client.get("/sparql", params={"query": ASK.format(value)})

    assert [ask(1).status_code, ask(2).status_code] == [200, 200]
    refused = ask(3)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (429, "too-many-requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    assert ask(1).status_code == 200  # kept: it costs nothing
    assert client.get("/api/v1/solutions").status_code == 200


@pytest.mark.parametrize("path", ["/sparql", "/api/v1/committees/check?file=a.csv", "/verifier"])
def test_a_body_that_does_not_come_is_given_up_wherever_it_is_sent(published, open_client, monkeypatch, path) -> None:
    monkeypatch.setattr("ftgraph_api.bodies.GRACE_S", 0.05)
    client = open_client(published)
    left = asyncio.Event()

    async def body():
        yield b"--x\r\n"
        await left.wait()

    kinds = {"/sparql": "application/sparql-query", "/verifier": "multipart/form-data; boundary=x"}
    headers = {"Content-Type": kinds.get(path, "application/octet-stream"), "Content-Length": "1000"}
    answer = client.request("POST", path, content=body(), headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (408, "too-slow")


def test_all_bodies_together_take_no_more_than_they_may_and_give_it_back(published, open_client, monkeypatch) -> None:
    monkeypatch.setattr("ftgraph_api.bodies.MOST_HELD", 1_000)
    client = open_client(published)
    query = b"ASK { ?s ?p ?o } #"

    def status(size: int) -> int:
        sent = {"Content-Type": "application/sparql-query"}
        answer = client.request("POST", "/sparql", content=query.ljust(size, b"x"), headers=sent)
        assert answer.status_code == 200 or answer.headers["retry-after"]
        return answer.status_code

    assert [status(900), status(1_001), status(900), status(900)] == [200, 503, 200, 200]


def test_a_check_counts_as_work_and_is_refused_before_its_body_is_read(published, open_client) -> None:
    client = open_client(replace(published, query_rate=1))

    async def body():
        raise AssertionError("the body was read")
        yield b""

    assert client.get("/api/v1/queries/dumps/graphs").status_code == 200
    for path in ("/api/v1/committees/check?file=a.csv", "/api/v1/committees/compare?file=a.csv", "/verifier"):
        refused = client.request("POST", path, content=body(), headers={"Content-Length": "10"})
        assert refused.status_code == 429, path
        assert refused.headers["retry-after"]
    assert client.get("/api/v1/queries/dumps/datasets").status_code == 429
