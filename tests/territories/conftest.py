"""The shipped territories, loaded once; the shared real files, where they are at hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ftgraph.sources.territories import Territories, load

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def territories() -> Territories:
    return load()


@pytest.fixture
def shared_file() -> Callable[[str], Path]:
    def find(name: str) -> Path:
        path = SHARED / name
        if not path.is_file():
            pytest.skip(f"../shared/data/{name} is not at hand")
        return path

    return find


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of text (with its encoding) or of bytes, and gives its path."""

    def make(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make
