"""Endpoints that misbehave: a little server on loopback does what it is told, and what we say of it is looked at."""

import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from ftgraph.errors import FtgraphError, OutcomeUnknown, QueryTimeout, StoreError, UsageError
from ftgraph.graph import remote_system
from ftgraph.graph.endpoint import Endpoint
from ftgraph.graph.endpoint_faults import unknown
from ftgraph.graph.remote import RemoteStore
from ftgraph.graph.transport import Patience, Transport
from ftgraph.settings import Settings

ROWS = json.dumps({"head": {"vars": ["o"]}, "results": {"bindings": []}}).encode()
JSON = "application/sparql-results+json"
SELECT = "SELECT ?o WHERE { ?s ?p ?o }"
PASSWORD = "très-secret"


@dataclass
class Faulty:
    """The server: `answers` are given one after the other, the last one for ever. `seen`: what was asked."""

    address: str
    answers: list[Callable[["Handler"], None]] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    faulty: Faulty

    def answer(self) -> None:
        size = int(self.headers.get("Content-Length", "0"))
        self.rfile.read(size)
        self.faulty.seen.append((self.command, self.path))
        step = self.faulty.answers.pop(0) if len(self.faulty.answers) > 1 else self.faulty.answers[0]
        step(self)

    do_GET = do_POST = do_PUT = answer  # noqa: N815 - the names that the library looks for

    def reply(self, status: int, body: bytes = b"", kind: str = JSON, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    handler = type("OwnHandler", (Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        handler.faulty = Faulty(f"http://127.0.0.1:{server.server_port}/query")  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        yield handler.faulty  # type: ignore[attr-defined]
        server.shutdown()


@pytest.fixture
def endpoint(faulty: Faulty) -> Endpoint:
    """A client that knows its server's dialect, so asks nothing of its own."""
    return Endpoint(
        Settings(store=f"{faulty.address}#engine=standard", store_timeout_s=0.6, store_write_s=0.6, store_busy_s=5.0)
    )


def good(handler: Handler) -> None:
    handler.reply(200, ROWS)


def busy(handler: Handler) -> None:
    handler.reply(503, b"later", "text/plain", Retry_After="0")


def hang(handler: Handler) -> None:
    time.sleep(3)
    handler.close_connection = True


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(30):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            break
        time.sleep(0.1)
    handler.close_connection = True


def cut(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(ROWS[:20])
    handler.close_connection = True


def vanish(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.close()


def page(handler: Handler) -> None:
    handler.reply(200, b"<html>Connectez-vous</html>", "text/html; charset=utf-8")


def nonsense(handler: Handler) -> None:
    handler.reply(200, b"{nothing", JSON)


def test_a_busy_server_is_asked_again(faulty: Faulty) -> None:
    faulty.answers = [busy, busy, good]
    patient = Endpoint(Settings(store=f"{faulty.address}#engine=standard"))
    assert list(patient.select(SELECT, [])) == []
    assert len(faulty.seen) == 3


def test_retry_after_is_kept_to(faulty: Faulty) -> None:
    faulty.answers = [lambda handler: handler.reply(503, Retry_After="1"), good]
    slow = Endpoint(Settings(store=f"{faulty.address}#engine=standard", store_timeout_s=10.0, store_busy_s=10.0))
    begun = time.monotonic()
    slow.select(SELECT, [])
    assert time.monotonic() - begun >= 1.0


def test_a_server_asking_for_more_patience_than_there_is_is_left(faulty: Faulty, endpoint: Endpoint) -> None:
    faulty.answers = [lambda handler: handler.reply(503, Retry_After="3600")]
    with pytest.raises(StoreError, match="occupé"):
        endpoint.select(SELECT, [])
    assert len(faulty.seen) == 1


def test_a_busy_server_took_nothing_of_a_write(faulty: Faulty) -> None:
    endpoint = Endpoint(Settings(store=f"{faulty.address}#engine=standard"))
    faulty.answers = [busy, good]
    endpoint.update("DROP SILENT GRAPH <urn:g>")
    assert [method for method, _ in faulty.seen] == ["POST", "POST"]
    faulty.answers = [busy, good]
    endpoint.upload("urn:g", io.BytesIO(b"<urn:s> <urn:p> 1 .\n"), 20)
    assert [method for method, _ in faulty.seen[2:]] == ["PUT", "PUT"]


@pytest.mark.parametrize("answer", [hang, drip])
def test_a_question_has_a_time(faulty: Faulty, endpoint: Endpoint, answer: Callable[[Handler], None]) -> None:
    faulty.answers = [answer]
    with pytest.raises(QueryTimeout) as caught:
        endpoint.select(SELECT, [])
    assert "0.6 secondes" in caught.value.fr


@pytest.mark.parametrize("answer", [cut, page, nonsense])
def test_an_answer_that_is_none(faulty: Faulty, endpoint: Endpoint, answer: Callable[[Handler], None]) -> None:
    faulty.answers = [answer]
    with pytest.raises(StoreError) as caught:
        endpoint.select(SELECT, [])
    assert caught.value.cure
    assert len(faulty.seen) == 1


def test_a_question_lost_before_its_answer_is_asked_again(faulty: Faulty, endpoint: Endpoint) -> None:
    faulty.answers = [vanish, good]
    assert list(endpoint.select(SELECT, [])) == []


@pytest.mark.parametrize(
    "answer", [hang, vanish, lambda handler: handler.reply(504), lambda handler: handler.reply(500)]
)
def test_a_write_without_an_answer_is_unknown_and_not_sent_again(
    faulty: Faulty, endpoint: Endpoint, answer: Callable[[Handler], None]
) -> None:
    faulty.answers = [answer]
    with pytest.raises(OutcomeUnknown):
        endpoint.update("DROP SILENT GRAPH <urn:g>")
    assert len(faulty.seen) == 1


class Losing:
    """An oxigraph server behind one that does what it is asked, and once says nothing of it."""

    def __init__(self, store: RemoteStore, starting: str, *, done: bool) -> None:
        self._update = store.system.endpoint.update
        self._starting, self._done = starting, done
        store.system.endpoint.update = self.update  # type: ignore[method-assign]

    def update(self, text: str) -> None:
        if self._starting not in text:
            self._update(text)
            return
        if self._done:
            self._update(text)
        raise unknown("http://127.0.0.1/update", "lost")


@pytest.mark.parametrize("done", [True, False])
def test_a_publication_whose_answer_is_lost_is_looked_for(
    oxigraph_settings: Settings, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    monkeypatch.setattr(remote_system, "_LOOK_EVERY_S", 0.01)
    store = RemoteStore(oxigraph_settings)
    Losing(store, "urn:x-ftgraph:current", done=done)
    with store.writer("test") as writer:
        writer.replace_graph("urn:test:g", io.BytesIO(b'<urn:s> <urn:p> "1" .\n'))
        if done:
            assert writer.publish("test").number == 1
        else:
            with pytest.raises(OutcomeUnknown):
                writer.publish("test")
    again = RemoteStore(oxigraph_settings)
    assert again.current() == int(done)
    assert (again.published("test") is not None) is done


def test_a_step_whose_answer_is_lost_publishes_nothing(oxigraph_settings: Settings) -> None:
    store = RemoteStore(oxigraph_settings)
    Losing(store, "INSERT DATA { GRAPH <urn:test:g", done=True)
    with store.writer("test") as writer:
        with pytest.raises(StoreError, match="Rien n’a été publié") as caught:
            writer.update("INSERT DATA { GRAPH <urn:test:g> { <urn:s> <urn:p> 1 } }")
        assert not isinstance(caught.value, OutcomeUnknown)
        with pytest.raises(StoreError):
            writer.publish("test")
    assert RemoteStore(oxigraph_settings).current() == 0


def test_a_write_that_nobody_took_is_not_unknown() -> None:
    gone = Endpoint(Settings(store="http://127.0.0.1:9/query#engine=standard", store_busy_s=0.1))
    with pytest.raises(StoreError) as caught:
        gone.update("DROP SILENT GRAPH <urn:g>")
    assert not isinstance(caught.value, OutcomeUnknown)


def test_what_is_wrong_is_told_in_both_languages(faulty: Faulty, endpoint: Endpoint) -> None:
    faulty.answers = [lambda handler: handler.reply(200, b"<html>", "text/html")]
    with pytest.raises(StoreError) as page:
        endpoint.select(SELECT, [])
    assert ("page HTML" in page.value.fr, "an HTML page" in page.value.en) == (True, True)
    with pytest.raises(StoreError) as nobody:
        Endpoint(Settings(store="http://127.0.0.1:1/query#engine=standard")).select(SELECT, [])
    assert "la connexion ne s’établit pas" in nobody.value.fr
    assert "no connection is made" in nobody.value.en


def test_a_refused_query_and_a_refused_file_are_the_users(faulty: Faulty, endpoint: Endpoint) -> None:
    faulty.answers = [lambda handler: handler.reply(400, b"line 1: no", "text/plain")]
    with pytest.raises(UsageError, match="line 1"):
        endpoint.select(SELECT, [])
    with pytest.raises(FtgraphError, match="line 1") as caught:
        endpoint.upload("urn:g", io.BytesIO(b"x"), 1)
    assert caught.value.slug == "source"


def test_a_redirect_is_told_and_not_followed(faulty: Faulty, endpoint: Endpoint) -> None:
    elsewhere = []
    handler = type("Elsewhere", (BaseHTTPRequestHandler,), {"do_POST": lambda self: elsewhere.append(self.path)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        for status in (301, 302, 307, 308):
            target = f"http://127.0.0.1:{other.server_port}/query?key=abc"
            faulty.answers = [lambda each, status=status, target=target: each.reply(status, Location=target)]
            with pytest.raises(StoreError, match="renvoie vers") as caught:
                endpoint.select(SELECT, [])
            assert "abc" not in str(caught.value)
            with pytest.raises(StoreError):
                endpoint.update("DROP SILENT GRAPH <urn:g>")
        other.shutdown()
    assert elsewhere == []


def test_rows_that_the_server_keeps_back_are_missed(faulty: Faulty, endpoint: Endpoint) -> None:
    one = json.dumps({"head": {"vars": ["o"]}, "results": {"bindings": [{"o": {"type": "literal", "value": "1"}}]}})
    faulty.answers = [lambda handler: handler.reply(200, one.encode(), X_SPARQL_MaxRows="1")]
    with pytest.raises(StoreError, match="coupé"):
        endpoint.select("SELECT * WHERE { ?s ?p ?o }", [])
    faulty.answers = [lambda handler: handler.reply(200, one.encode(), X_SQL_State="S1TAT", X_SQL_Message="too long")]
    with pytest.raises(QueryTimeout, match="partie"):
        endpoint.select(SELECT, [])


def test_no_secret_is_told(faulty: Faulty) -> None:
    faulty.answers = [lambda handler: handler.reply(500, b"no")]
    settings = Settings(store=f"{faulty.address}?key={PASSWORD}", store_user="x", store_password=PASSWORD)
    assert PASSWORD not in repr(replace(settings, store=""))
    for job in (
        lambda: Endpoint(settings).select(SELECT, []),
        lambda: RemoteStore(settings).reader(),
        lambda: Endpoint(replace(settings, store=faulty.address.replace("//", f"//x:{PASSWORD}@"))).select(SELECT, []),
    ):
        with pytest.raises(FtgraphError) as caught:
            job()
        told = caught.value
        assert PASSWORD not in f"{told.fr} {told.en} {told.cure} {told.__cause__!r}"


def test_a_password_goes_in_clear_to_loopback_only(faulty: Faulty) -> None:
    wanting = "Basic realm=x"
    seen: list[str] = []

    def ask(handler: Handler) -> None:
        seen.append(handler.headers.get("Authorization", ""))
        handler.reply(200, ROWS) if seen[-1] else handler.reply(401, WWW_Authenticate=wanting)

    faulty.answers = [ask]
    here = Settings(store=f"{faulty.address}#engine=standard", store_user="x", store_password="y")
    Endpoint(here).select(SELECT, [])
    assert seen == ["", "Basic eDp5"]
    import httpx

    from ftgraph.graph.transport import Credentials

    flow = Credentials("x", "y").auth_flow(httpx.Request("POST", "http://sparql.example.org/query"))
    request = next(flow)
    with pytest.raises(StoreError, match="en clair"):
        flow.send(httpx.Response(401, headers={"WWW-Authenticate": wanting}, request=request))


def test_nothing_of_the_environment_is_asked(faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty.answers = [good]
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    transport = Transport(Patience(5.0, 5.0, 0.0))
    with transport.asked(faulty.address, {"query": SELECT}, JSON) as answer:
        assert answer.read() == ROWS
