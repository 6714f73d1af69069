"""What the tests of readers share: the strategies, the territories, and a reader of whole files."""

import importlib.util
import json
from datetime import date
from pathlib import Path

import pytest

from ftgraph import assets
from ftgraph.sources import data_inclusion
from ftgraph.sources import territories as territories_module
from ftgraph.sources.solution_records import Reject
from ftgraph.sources.vocabulary_labels import read_list_labels


@pytest.fixture(scope="session")
def strategies():
    spec = importlib.util.spec_from_file_location("source_strategies", Path(__file__).with_name("strategies.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def territories():
    return territories_module.load()


@pytest.fixture(scope="session")
def labels():
    return read_list_labels(assets.ontology() / "vocabularies")


@pytest.fixture(scope="session")
def read(territories):
    """`read(path, …)` → (records, faults)."""

    def _read(*paths, **options):
        found = list(
            data_inclusion.read(paths, territories=territories, today=options.pop("today", date.today()), **options)
        )
        return [one for one in found if not isinstance(one, Reject)], [one for one in found if isinstance(one, Reject)]

    return _read


@pytest.fixture(scope="session")
def service():
    """A valid service with the given fields changed; `None` takes a field out."""

    def _service(**changes):
        row = {
            "source": "dora",
            "structure_id": "dora--s1",
            "id": "dora--1",
            "nom": "Location de scooters",
            "description": "Prêt de scooters pour aller travailler, avec un accompagnement.",
            "date_maj": "2026-02-01",
            "thematiques": ["mobilite--acceder-a-un-vehicule"],
            "zone_eligibilite": ["35"],
        }
        row.update(changes)
        return {name: value for name, value in row.items() if value is not None}

    return _service


@pytest.fixture
def write_json(tmp_path):
    """Write rows as a JSON array, one object a line from line 2, and return the path."""

    def _write(*rows, name="services.json"):
        path = tmp_path / name
        path.write_text("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n", "utf-8")
        return path

    return _write
