"""Derived triples: small relations that make zone questions fast, made by `queries/derive/`, never edited.

Each query fills a graph of its own (`<base>/graph/derived/<name>`), in the files' order: a later one may rest on an
earlier one.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize

from ftgraph import namespaces, queries
from ftgraph.graph.store import Writer


def derive(writer: Writer, base: str) -> None:
    """Rebuild every derived graph from what the writer holds now."""
    for path in queries.files("derive"):
        name = path.stem.partition("-")[2]
        triples = writer.construct(queries.text(f"derive/{path.stem}"))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{name}.nt"
            _write(triples, file)
            writer.replace_graph(namespaces.graph(base, "derived", name), file)


def _write(triples: Iterator[Triple], file: Path) -> None:
    with file.open("wb") as out:
        serialize(triples, out, format=RdfFormat.N_TRIPLES)
