"""The ontology's files, parsed once."""

from pathlib import Path

import pytest
import rdflib

from ftgraph import assets

DECK = Path(__file__).parents[2].parent / "shared" / "domain" / "deck.md"


@pytest.fixture(scope="session")
def ontology() -> rdflib.Graph:
    """`ftgraph.ttl` alone."""
    return rdflib.Graph().parse(assets.ontology() / "ftgraph.ttl")


@pytest.fixture(scope="session")
def union() -> rdflib.Graph:
    """`ftgraph.ttl` and `alignments.ttl` together."""
    graph = rdflib.Graph().parse(assets.ontology() / "ftgraph.ttl")
    return graph.parse(assets.ontology() / "alignments.ttl")


@pytest.fixture(scope="session")
def house() -> rdflib.Graph:
    """The house rules."""
    return rdflib.Graph().parse(assets.shapes() / "ontology.ttl")


@pytest.fixture(scope="session")
def deck() -> str:
    """The source document's text; skips where the shared folder is absent."""
    if not DECK.is_file():
        pytest.skip(f"no {DECK.name} beside the repository: the shared folder is absent")
    return DECK.read_text(encoding="utf-8")
