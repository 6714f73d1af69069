"""A store of each kind: a folder, and real foreign SPARQL servers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ftgraph.graph.store import Store, open_store
from ftgraph.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"), lock_wait_s=5.0)


@pytest.fixture(params=["embedded", "oxigraph", "virtuoso"])
def any_store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, emptied: Callable[[Settings], None]
) -> Store:
    """An empty store: the same promises are held to all kinds."""
    if request.param == "embedded":
        return open_store(Settings(store=str(tmp_path / "store"), lock_wait_s=0.2))
    return open_store(request.getfixturevalue(f"{request.param}_settings"))


@pytest.fixture(params=["oxigraph", "virtuoso"])
def remote_settings(request: pytest.FixtureRequest) -> Settings:
    """The settings of an empty store on each foreign server."""
    found: Settings = request.getfixturevalue(f"{request.param}_settings")
    return found
