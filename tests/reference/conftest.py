"""The shipped facts and articles, parsed once; the shared sources, where they are at hand."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import rdflib

from ftgraph import assets
from ftgraph.committees import sources
from ftgraph.committees.report import Source

SHARED = Path(__file__).parents[2].parent / "shared" / "domain"


def shared(name: str) -> str:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"no {name} beside the repository: the shared folder is absent")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def reference() -> rdflib.Graph:
    """`facts.ttl` and `articles.ttl` together."""
    graph = rdflib.Graph()
    for name in sources.FILES:
        graph.parse(assets.data() / "reference" / f"{name}.ttl")
    return graph


@pytest.fixture(scope="session")
def loaded() -> Mapping[str, Source]:
    """What the reader makes of them."""
    return sources.load()


@pytest.fixture(scope="session")
def deck() -> str:
    """The 2023 document, fact by fact."""
    return shared("deck.md")


@pytest.fixture(scope="session")
def law() -> str:
    """The articles' text."""
    return shared("code-du-travail-5311.txt")
