"""Two real servers for clients that are not ours: one on the example, one that may be written to."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ftgraph import keys
from ftgraph.graph.store import open_store
from ftgraph.settings import Settings

Start = Callable[..., tuple[subprocess.Popen[bytes], str]]


@pytest.fixture(scope="session")
def example(demo_settings: Settings, start_server: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the example."""
    log = tmp_path_factory.mktemp("clients") / "example.log"
    process, address = start_server(demo_settings.store, log, query_rate="0")
    yield address
    process.kill()
    process.wait()


@dataclass(frozen=True)
class Writable:
    """A server that takes updates, and the key that it takes them with."""

    address: str
    key: str


@pytest.fixture(scope="session")
def writable(start_server: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """A server on a store that is all but empty, open to updates."""
    folder = tmp_path_factory.mktemp("writable")
    settings = Settings(store=str(folder / "store"))
    with open_store(settings).writer("first") as writer:
        writer.publish("first")
    token = keys.create(replace(settings, updates=1), "clients", ["update"])[1]
    process, address = start_server(settings.store, folder / "server.log", updates="1")
    yield Writable(address, token)
    process.kill()
    process.wait()


@pytest.fixture(scope="session")
def command() -> Callable[[Sequence[str | Path]], str]:
    """Runs a command that must succeed: what it prints."""

    def run(words: Sequence[str | Path]) -> str:
        if shutil.which(words[0]) is None:
            pytest.skip(f"{words[0]} is not installed")
        done = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
