"""What many tests share: the example's store, loaded once a worker by the command that users run."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from ftgraph import assets, clock
from ftgraph.graph.store import Reader, open_store
from ftgraph.index.load import FOLDER, Index
from ftgraph.publish.generation import publish
from ftgraph.publish.imports import SourceImport, load_data_inclusion
from ftgraph.settings import Settings

DAY = date(2026, 11, 24)


@pytest.fixture(scope="session", autouse=True)
def _elsewhere_and_one_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests run in a folder of their own, which is nobody's checkout, and on one day: what is fresh then stays so."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("work"))
    os.environ[clock.TODAY] = DAY.isoformat()
    yield
    del os.environ[clock.TODAY]
    os.chdir(before)


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a store that holds the example. Only to be read: a test that writes copies it."""
    folder = tmp_path_factory.mktemp("demo")
    command = [str(Path(sys.executable).parent / "ftgraph"), "demo"]
    environment = {**os.environ, "FTGRAPH_STORE": str(folder / "store")}
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Settings(store=str(folder / "store"))


@pytest.fixture(scope="session")
def demo(demo_settings: Settings) -> Iterator[Reader]:
    """A reader on the example."""
    with open_store(demo_settings).reader() as reader:
        yield reader


@pytest.fixture(scope="session")
def demo_index(demo: Reader) -> Index:
    """The example's index."""
    return Index(demo.attachments / FOLDER, demo.generation.number)


@pytest.fixture(scope="session")
def edited_demo(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, dict[str, str]]:
    """The example imported again: a solution of one commune removed, one renamed, one added; their names."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(demo_settings.store, folder / "store")
    given = replace(demo_settings, store=str(folder / "store"))
    demo_files = assets.data() / "demo"
    services = json.loads((demo_files / "services.json").read_text())
    rennes = [
        each for each in services if each.get("code_insee") == "35238" and each.get("zone_eligibilite") == ["35238"]
    ]
    assert len(rennes) >= 2, "the example has solutions for the people of Rennes alone"
    gone, renamed = rennes[:2]
    services.remove(gone)
    renamed["nom"] = "Un nom tout neuf"
    services.append({**renamed, "id": "exemple-35--nouvelle", "nom": "Une solution nouvelle"})
    (folder / "services.json").write_text(json.dumps(services))
    source = SourceImport(
        "exemple-35",
        "Exemple",
        (demo_files / "structures.json", folder / "services.json"),
        folder / "rejects.csv",
        example=True,
    )
    publish(open_store(given), given, "essai", lambda writer: load_data_inclusion(writer, given, source))
    return given, {"removed": gone["nom"], "changed": "Un nom tout neuf", "added": "Une solution nouvelle"}


@pytest.fixture(scope="session")
def day() -> date:
    """The day that the example is asked about."""
    return DAY


@pytest.fixture(scope="session")
def start_server() -> Callable[..., tuple[subprocess.Popen[bytes], str]]:
    """Starts `ftgraph serve` on a store, its log in a file: the process, for the caller to end, and its address."""
    return _started


def _started(store: str, log: Path, **settings: str) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    named = {f"FTGRAPH_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-c", "from ftgraph.cli import main; main()", "serve", "--port", str(port)]
    with log.open("ab") as out:
        process = subprocess.Popen(command, env={**os.environ, "FTGRAPH_STORE": store, **named}, stderr=out)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(f"{address}/health/ready", timeout=60).status_code == 200:
                return process, address
        time.sleep(0.1)
    process.kill()
    process.wait()
    raise AssertionError("the server did not answer")


@contextmanager
def serving(command: Sequence[str | Path], port: int, folder: Path) -> Iterator[None]:
    """A server at work on a port of loopback, ended afterwards."""
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(list(map(str, command)), cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 120
        while True:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < until, "the server does not listen"
            time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root address of an `oxigraph serve` of its own."""
    port = free_port()
    command = [Path(sys.executable).parent / "oxigraph", "serve", "--bind", f"127.0.0.1:{port}"]
    with serving(command, port, tmp_path_factory.mktemp("oxigraph")):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root address of a Virtuoso of its own; its account is dba, its password too."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("virtuoso-t is not installed (Debian: virtuoso-opensource-7-bin)")
    folder = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_port(), free_port()
    ini = (Path(__file__).parent / "virtuoso.ini").read_text().format(sql=sql, http=http)
    (folder / "virtuoso.ini").write_text(ini)
    with serving([program, "+foreground", "+configfile", "virtuoso.ini"], http, folder):
        yield f"http://127.0.0.1:{http}"


@pytest.fixture
def emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Settings], None]:
    """What drops the graphs that tests fill on a foreign server, and what is kept of it here."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def empty(settings: Settings) -> None:
        from ftgraph.graph.endpoint import Endpoint

        endpoint = Endpoint(settings)
        for row in endpoint.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g", []):
            name = str(row[0])
            if name.startswith(("<urn:test:", "<urn:x-ftgraph:", "<https://w3id.org/ftgraph/")):
                endpoint.update(f"DROP SILENT GRAPH {name}")

    return empty


@pytest.fixture
def oxigraph_settings(oxigraph: str, emptied: Callable[[Settings], None]) -> Settings:
    """An empty store on the `oxigraph` server."""
    settings = Settings(store=f"{oxigraph}/query", lock_wait_s=0.2)
    emptied(settings)
    return settings


@pytest.fixture
def virtuoso_settings(virtuoso: str, emptied: Callable[[Settings], None]) -> Settings:
    """An empty store on Virtuoso."""
    settings = Settings(store=f"{virtuoso}/sparql", store_user="dba", store_password="dba", lock_wait_s=0.2)
    emptied(settings)
    return settings
