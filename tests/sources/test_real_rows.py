"""The real rows at hand all load, and the store takes what is written of them."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest

from ftgraph.publish.solutions import write_ntriples
from ftgraph.sources import data_inclusion, territories
from ftgraph.sources.solution_records import Reject, SolutionRecord, StructureRecord

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data/real est absent")


@pytest.fixture(scope="module")
def records():
    paths = [REAL / "services.json", REAL / "structures.json"]
    found = list(data_inclusion.read(paths, territories=territories.load(), today=date(2026, 6, 1)))
    assert not [each for each in found if isinstance(each, Reject)]
    return found


def test_all_load(records):
    assert sum(isinstance(one, SolutionRecord) for one in records) == 31
    assert sum(isinstance(one, StructureRecord) for one in records) == 30


def test_structures_come_before_services_whatever_the_order_of_files(records):
    assert [isinstance(one, SolutionRecord) for one in records] == [False] * 30 + [True] * 31


def test_fields_outside_the_schema_and_raw_text_are_kept(records):
    rows = {row["id"]: row for row in json.loads((REAL / "services.json").read_text(encoding="utf-8"))}
    for record in records:
        if isinstance(record, SolutionRecord):
            row = rows[record.id]
            assert json.loads(record.extra)["score_qualite"] == row["score_qualite"]
            assert record.description == row["description"]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("name", ["services", "structures"])
def test_copies_in_other_formats_are_the_same_rows(records, tmp_path, name, suffix):
    rows = json.loads((REAL / f"{name}.json").read_text(encoding="utf-8"))
    copy = tmp_path / f"{name}.{suffix}"
    if suffix == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), copy)
    else:
        with copy.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(field for row in rows for field in row)))
            writer.writeheader()
            writer.writerows(
                {field: json.dumps(value) if isinstance(value, list) else value for field, value in row.items()}
                for row in rows
            )
    expected = {one.id: one.digest for one in records}
    found = list(data_inclusion.read([copy], territories=territories.load(), today=date(2026, 6, 1)))
    assert len(found) == len(rows)
    assert {one.id: one.digest for one in found} == {one.id: expected[one.id] for one in found}


def test_the_store_takes_every_triple(records):
    out = io.BytesIO()
    written = write_ntriples(records, out, base="https://w3id.org/ftgraph")
    store = ox.Store()
    store.bulk_load(out.getvalue(), ox.RdfFormat.N_TRIPLES)
    assert len(store) == out.getvalue().count(b"\n")
    assert (written.structures, written.solutions, written.orphans) == (30, 31, {})
