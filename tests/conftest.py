"""What many tests share: the example's store, loaded once a worker by the command that users run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

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
