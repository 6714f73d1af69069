"""Requests are numbered, counted and logged, and nothing of who asks or what is asked is kept."""

import io
import json
import logging
import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from ftgraph import keys
from ftgraph.errors import UsageError
from ftgraph.settings import Settings
from ftgraph_api.logs import JsonLines, PlainLines, configure

NUMBER = "X-Request-Id"


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (each.name, frozenset(each.labels.items())): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }


@pytest.mark.parametrize("path", ["/", "/health/live", "/nothing", "/sparql?query=x", f"/?a={'y' * 9000}"])
def test_every_answer_has_a_number_and_the_headers_of_safety(client, path) -> None:
    given = client.get(path, headers={NUMBER: "essai-1"})
    assert given.headers[NUMBER] == "essai-1"
    for wrong in ("", "a b", "é", "x" * 65, "<script>"):
        made = client.get(path, headers={NUMBER: wrong.encode()}).headers[NUMBER]
        assert re.fullmatch("[0-9a-f]{16}", made)
    assert len(given.headers.get_list(NUMBER)) == 1
    assert given.headers["content-security-policy"].startswith("default-src 'self'")


def test_an_unexpected_error_is_numbered_too_and_its_message_is_logged_nowhere(
    published, open_client, monkeypatch, caplog
) -> None:
    async def broken(_: object) -> None:
        raise RuntimeError("ce que la personne a écrit")

    monkeypatch.setattr("ftgraph_api.state.State.newest", broken)
    answer = open_client(published).get("/api/v1/solutions", headers={NUMBER: "essai-2"})
    assert answer.status_code == 500
    assert answer.headers[NUMBER] == "essai-2"
    assert "content-security-policy" in answer.headers
    assert "essai-2" in answer.json()["cure"]
    record = next(each for each in caplog.records if each.exc_info)
    for lines in (JsonLines(), PlainLines()):
        told = lines.format(record)
        assert "RuntimeError" in told
        assert "ce que la personne" not in told
    frames = json.loads(JsonLines().format(record))["error"]["frames"]
    assert frames[-1].endswith("in broken") or frames[-1].endswith(" broken")


def test_counters_tell_routes_statuses_and_problems(published, open_client) -> None:
    client = open_client(published)
    client.get("/api/v1/territories/commune/35238")
    client.get("/api/v1/territories/commune/99999")
    client.get("/nothing/secret")
    told = client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "secret" not in told.text
    assert "35238" not in told.text
    found = samples(told.text)

    def requests(route: str, status: str) -> float:
        labels = frozenset({("method", "GET"), ("route", route), ("status", status)})
        return found.get(("ftgraph_http_requests_total", labels), 0)

    assert requests("/api/v1/territories/{kind}/{code}", "200") == 1
    assert requests("/api/v1/territories/{kind}/{code}", "404") == 1
    assert requests("none", "404") == 1
    assert found["ftgraph_problems_total", frozenset({("type", "unknown-territory")})] == 1
    assert found["ftgraph_generation", frozenset()] == 1
    assert found["ftgraph_solutions", frozenset()] == 6
    assert found["ftgraph_http_requests_under_way", frozenset()] == 1


def test_the_log_of_a_server_is_json_lines_without_who_and_what(shelf, row, serve, tmp_path: Path) -> None:
    shelf.publish([row("a")])
    token = keys.create(shelf.settings, "essai", ["update"])[1]
    _, address = serve(shelf.settings.store, updates="1")
    secret = "mot-que-personne-ne-doit-lire"
    httpx.get(f"{address}/api/v1/solutions", params={"text": secret}, headers={NUMBER: "essai-3"}, timeout=60)
    httpx.get(f"{address}/sparql", params={"query": f"ASK {{ ?s ?p '{secret}' }}"}, timeout=60)
    httpx.get(f"{address}/doc/solution/{secret}", headers={"User-Agent": secret, "Referer": secret}, timeout=60)
    who = {"Authorization": f"Bearer {token}", "Content-Type": "text/turtle"}
    put = f"<urn:a> <urn:b> '{secret}'"
    httpx.put(f"{address}/graphs", params={"graph": "urn:x:g"}, content=put, headers=who, timeout=60)
    httpx.get(f"{address}/sparql?query=SELECT+*+%7B+%3C{secret}", timeout=60)
    text = (tmp_path / "server.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, lines))
    mine = next(each for each in lines if each.get("request") == "essai-3")
    assert (mine["method"], mine["route"], mine["status"]) == ("GET", "/api/v1/solutions", 200)
    assert mine["seconds"] > 0
    assert sum(each["message"] == "request" for each in lines) >= 5
    assert secret not in text
    assert token.split("_", 2)[2] not in text
    # The address that the server itself listens on is told once; no client's is.
    assert not [line for line in lines if "127.0.0.1" in json.dumps(line) and "running on" not in line["message"]]


def test_in_a_terminal_lines_are_plain() -> None:
    record = logging.LogRecord("ftgraph_api", logging.INFO, "", 0, "request", (), None)
    record.said = {"route": "/", "status": 200}
    assert PlainLines().format(record).endswith("info request route=/ status=200")
    assert json.loads(JsonLines().format(record))["status"] == 200


def test_a_level_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="LOG_LEVEL"):
        configure("all", io.StringIO())
    assert Settings().log_level == "info"
