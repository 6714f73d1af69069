"""The shipped vocabularies, parsed once a session, and the folding that lay words are compared with."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from ftgraph import assets


def _fold(text: str) -> str:
    lowered = text.lower().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9+]+", plain))


@pytest.fixture(scope="session")
def fold() -> Callable[[str], str]:
    """Lower case, no accents, words of letters and digits with one space between."""
    return _fold


@pytest.fixture(scope="session")
def vocabularies() -> dict[str, Graph]:
    """Scheme name → its graph."""
    files: list[Path] = sorted((assets.ontology() / "vocabularies").glob("*.ttl"))
    return {file.stem: Graph().parse(file) for file in files}
