"""Dumps: a generation's graphs, whole or one by one, as compressed N-Quads or Turtle with their SHA-256."""

import gzip
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from ftgraph import queries
from ftgraph.exports.formats import N_QUADS, TURTLE, Format
from ftgraph.graph.store import Generation, Queryable, open_store
from ftgraph.namespaces import PREFIXES
from ftgraph.settings import Settings

WHOLE = "ftgraph"
"""The name of the dump of all graphs."""
DUMP_FORMATS: Sequence[Format] = (N_QUADS, TURTLE)
_PREFIXES = ("ft", "rdfs", "skos", "dct", "dcat", "prov", "org", "cv", "foaf", "geo", "schema", "xsd")
_LEVEL = 6


@dataclass(frozen=True)
class Graph:
    """A named graph. `path`: its IRI below `<base>/graph/`, which is also the name of its dump."""

    iri: str
    path: str
    triples: int


@dataclass(frozen=True)
class Job:
    """A dump to make: `graphs` of a generation, in `kind`, at `target`."""

    settings: Settings
    generation: int
    graphs: Sequence[str]
    kind: Format
    target: Path


def graphs(graph: Queryable, base: str) -> list[Graph]:
    """The named graphs below `base` with their sizes, by name. Reads every quad: a third of a second a million."""
    below = f"{base}/graph/"
    found = []
    for iri, count in graph.select(queries.text("dumps/graphs")):
        if iri is not None and count is not None and iri.value.startswith(below):
            found.append(Graph(iri.value, iri.value.removeprefix(below), int(count.value)))
    return found


def stamp(generation: Generation) -> str:
    """The date and number that a generation's dumps stand under: `2026-11-25T140205Z-42`."""
    return f"{generation.published:%Y-%m-%dT%H%M%SZ}-{generation.number}"


def digest_path(dump: Path) -> Path:
    """Where a dump's SHA-256 is written, as `sha256sum` does."""
    return dump.with_name(f"{dump.name}.sha256")


def read_digest(dump: Path) -> str:
    """A dump's SHA-256; "" when it was not made."""
    try:
        return digest_path(dump).read_text(encoding="ascii").partition(" ")[0]
    except FileNotFoundError:
        return ""


def make(job: Job) -> None:
    """Write the dump and its digest; whoever reads sees both or nothing. Raises `StoreError`, `OSError`.

    The same generation gives the same bytes: no name and no time is kept in the compressed file.
    """
    job.target.parent.mkdir(parents=True, exist_ok=True)
    work = job.target.with_name(f".{job.target.name}.{os.getpid()}")
    try:
        with open_store(job.settings).reader(job.generation) as reader, work.open("wb") as file:
            _write(reader, job, file)
            file.flush()
            os.fsync(file.fileno())
        with work.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        digest_path(job.target).write_text(f"{digest}  {job.target.name}\n", encoding="ascii")
        work.replace(job.target)
    finally:
        work.unlink(missing_ok=True)


def _write(graph: Queryable, job: Job, file: IO[bytes]) -> None:
    form = RdfFormat.from_media_type(job.kind.media_type)
    assert form is not None  # noqa: S101 - of the table above
    prefixes = {name: PREFIXES[name] for name in _PREFIXES} if form == RdfFormat.TURTLE else None
    with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
        quads = _quads(graph, job.graphs)
        # Turtle knows no graph: it is given triples.
        said = quads if form == RdfFormat.N_QUADS else (each.triple for each in quads)
        serialize(said, cast(IO[bytes], packed), format=form, prefixes=prefixes)


def _quads(graph: Queryable, names: Sequence[str]) -> Iterator[Quad]:
    for name in names:
        node = NamedNode(name)
        for each in graph.construct(queries.text("dumps/graph", graph=node)):
            yield Quad(each.subject, each.predicate, each.object, node)
