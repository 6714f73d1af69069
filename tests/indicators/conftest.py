"""The example's file of observations, read as an import reads it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ftgraph import assets
from ftgraph.errors import UnknownTerritory
from ftgraph.index.load import Index
from ftgraph.sources import observation_rows, observation_structure
from ftgraph.sources.observation_rows import Observation
from ftgraph.sources.observation_structure import Structure
from ftgraph.sources.solution_records import Reject

Read = Callable[..., tuple[list[Observation], list[Reject]]]


class _Place:
    def __init__(self, iri: str) -> None:
        self.iri = iri


@pytest.fixture(scope="session")
def structure() -> Structure:
    return observation_structure.read()


@pytest.fixture
def read_text(tmp_path: Path, structure: Structure) -> Read:
    """Reads a file's text; the places that exist are « Ici » and « Là »."""

    def find(name: str) -> _Place:
        if name not in ("Ici", "Là"):
            raise UnknownTerritory("Aucun territoire.", candidates=[("departement:35", "Ille-et-Vilaine")])
        return _Place(f"https://example.org/id/{name}")

    def _read(text: str, encoding: str = "utf-8") -> tuple[list[Observation], list[Reject]]:
        path = tmp_path / "valeurs.csv"
        path.write_bytes(text.encode(encoding))
        found = list(observation_rows.read(path, structure, find))
        return (
            [each for each in found if isinstance(each, Observation)],
            [each for each in found if isinstance(each, Reject)],
        )

    return _read


@pytest.fixture(scope="session")
def example(structure: Structure, demo_index: Index, day) -> list[Observation]:
    """The example's observations before anything is withheld."""
    path = assets.data() / "demo" / "observations.csv"
    found = observation_rows.read(path, structure, lambda name: demo_index.territories.resolve(name, day))
    observations = list(found)
    assert all(isinstance(each, Observation) for each in observations)
    return [each for each in observations if isinstance(each, Observation)]
