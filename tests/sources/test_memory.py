"""Fifty thousand services pass in bounded memory."""

import io
import json
import tracemalloc
from datetime import date

import pytest

from ftgraph.publish.solutions import write_ntriples
from ftgraph.sources import data_inclusion

BOUND_MB = 60  # the ids and digests of 50,000 rows (about 20 MB), pieces of the file, and the terms made once


class Nowhere(io.RawIOBase):
    """Takes bytes and counts them."""

    size = 0

    def write(self, content):
        self.size += len(content)
        return len(content)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path, territories, service):
    path = tmp_path / "a.json"
    with path.open("w", encoding="utf-8") as file:
        for number in range(50_000):
            row = service(id=f"dora--{number}", structure_id="dora--s", description="Une aide. " * 100)
            file.write(("," if number else "[") + json.dumps(row) + "\n")
        file.write("]")
    out = Nowhere()
    tracemalloc.start()
    try:
        stream = data_inclusion.read([path], territories=territories, today=date.today())
        written = write_ntriples(stream, out, base="https://w3id.org/ftgraph")
        peak = tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
    assert written.solutions == 50_000
    assert out.size > 100_000_000
    assert peak < BOUND_MB, f"{peak:.0f} MB"
