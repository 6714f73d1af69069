"""A store of each kind: a folder, and a real foreign SPARQL server."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ftgraph.graph.store import Store, open_store
from ftgraph.settings import Settings

OXIGRAPH = Path(sys.executable).parent / "oxigraph"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of an `oxigraph serve` of its own."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"), lock_wait_s=5.0)


@pytest.fixture(params=["embedded", "remote"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store: the same promises are held to both kinds."""
    if request.param == "embedded":
        return open_store(Settings(store=str(tmp_path / "store"), lock_wait_s=0.2))
    from ftgraph.graph.endpoint import Endpoint

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    address = request.getfixturevalue("server")
    Endpoint(address).update("DROP ALL")
    return open_store(Settings(store=f"{address}/query", lock_wait_s=0.2))
