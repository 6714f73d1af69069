"""`ftgraph store check`: both foreign servers pass, and what a server lacks is named with what to do."""

import json
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from typer.testing import CliRunner

from ftgraph.cli.commands import whole
from ftgraph.graph import engine_check
from ftgraph.graph.endpoint import Endpoint
from ftgraph.settings import Settings


def test_foreign_servers_can_carry_ftgraph(remote_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_check, "ROWS", 12_500)
    outcomes = list(engine_check.check(remote_settings))
    assert len(outcomes) == len(engine_check.TESTS)
    assert [each.name for each in outcomes if not each.passed and each.needed] == []
    every = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    left = [str(row[0]) for row in Endpoint(remote_settings).select(every, [])]
    assert not [name for name in left if "urn:x-ftgraph:check:" in name]


def test_a_server_without_the_graph_store_protocol_is_told_so(oxigraph_settings: Settings) -> None:
    lacking = replace(oxigraph_settings, store=f"{oxigraph_settings.store}#store=/none")
    outcomes = list(engine_check.check(lacking))
    assert [each.passed for each in outcomes] == [True, False]
    assert "#store=" in outcomes[-1].cure


def test_the_command_says_it_and_exits_accordingly(
    oxigraph_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_check, "ROWS", 12_500)
    run = CliRunner().invoke
    good = run(whole(), ["store", "check", oxigraph_settings.store])
    assert good.exit_code == 0
    assert "Ce serveur peut porter ftgraph." in good.output
    bad = run(whole(), ["store", "check", f"{oxigraph_settings.store}#update=/none"])
    assert bad.exit_code == 1
    assert "NON\u00a0: applique des mises à jour" in bad.output


class Forgetful(BaseHTTPRequestHandler):
    """A server that takes everything and keeps nothing."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"head": {"vars": ["o"]}, "results": {"bindings": []}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_POST  # noqa: N815 - the name that the library looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_server_that_keeps_nothing_fails() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Forgetful) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        outcomes = list(engine_check.check(Settings(store=f"http://127.0.0.1:{server.server_port}/query")))
        server.shutdown()
    assert not outcomes[-1].passed
    assert "au lieu de" in outcomes[-1].detail
