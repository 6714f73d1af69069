"""What many tests share: the example's store, loaded once a worker by the command that users run."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import httpx
import pytest

from ftgraph.graph.store import Reader, open_store
from ftgraph.index.load import FOLDER, Index
from ftgraph.settings import Settings

DAY = date(2026, 11, 24)


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
def day() -> date:
    """The day that the example is asked about."""
    return DAY


@pytest.fixture(scope="session")
def start_server() -> Callable[..., tuple[subprocess.Popen[bytes], str]]:
    """Starts `ftgraph serve` on a store, its log in a file: the process, for the caller to end, and its address."""
    return _started


def _started(store: str, log: Path, **settings: str) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
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
