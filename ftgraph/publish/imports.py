"""Imports, one source a graph: what is read replaces that source's graph, and its catalogue says who, when, what."""

import getpass
import io
import tempfile
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import RdfFormat, serialize

from ftgraph import assets, clock, namespaces, queries
from ftgraph.graph.store import Writer
from ftgraph.index.parts import PartWriter
from ftgraph.publish import conversion, leaving, provenance, zonings
from ftgraph.publish.generation import part_folder
from ftgraph.publish.provenance import Changes, Dataset, ImportActivity
from ftgraph.publish.rejects import RejectsFile
from ftgraph.publish.solutions import Written, index_link, write_ntriples
from ftgraph.settings import Settings
from ftgraph.sources import solution_list, territories, vocabulary_labels
from ftgraph.sources.list_columns import ListMapping
from ftgraph.sources.solution_list import ListSource
from ftgraph.sources.zoning import ZoningTable

LICENCE_OUVERTE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"


@dataclass(frozen=True)
class SourceImport:
    """What is imported. `key` names the source and its graph; `rejects` is where faults are written."""

    key: str
    title: str
    paths: tuple[Path, ...]
    rejects: Path
    license: str = ""
    strict: bool = False
    example: bool = False


@dataclass(frozen=True)
class ImportReport:
    """What an import did: rows read and lost, values set aside, and what changed since the source's last import."""

    source: str
    structures: int
    solutions: int
    rejected: int
    repaired: int
    orphans: int
    changes: Changes
    rejects: Path


def load_data_inclusion(
    writer: Writer, settings: Settings, given: SourceImport, progress: Callable[[int], None] | None = None
) -> ImportReport:
    """Replace a source's graph by data·inclusion files, read and checked in a process of its own.

    Raises `SourceError` when a file cannot be read at all, or has any fault and `strict` is set.
    """
    job = conversion.Job(
        given.paths,
        settings.base,
        clock.today(),
        given.rejects,
        strict=given.strict,
        example=given.example,
        max_bytes=settings.import_mb * 1_000_000,
        part=part_folder(writer, namespaces.graph(settings.base, "solutions", given.key)),
    )

    def convert(replace: Callable[[BinaryIO], None]) -> conversion.Converted:
        with conversion.converting(job, progress) as under_way:
            replace(under_way.stream)
            return under_way.result()

    return _replace(writer, settings, given, convert)


def load_list(writer: Writer, settings: Settings, given: SourceImport, mapping: ListMapping) -> ImportReport:
    """Replace a source's graph by a département's own list, read as `mapping` says. Raises `SourceError` as above."""
    labels = vocabulary_labels.read_list_labels(assets.ontology() / "vocabularies")
    source = ListSource(given.key, labels, mapping, example=given.example)
    records = solution_list.read(
        given.paths[0], source, territories=territories.load(), today=clock.today(), strict=given.strict
    )

    def convert(replace: Callable[[BinaryIO], None]) -> conversion.Converted:
        with RejectsFile(given.rejects) as rejects, tempfile.TemporaryFile() as spool:
            part = PartWriter(
                part_folder(writer, namespaces.graph(settings.base, "solutions", given.key)), settings.base, index_link
            )
            written = write_ntriples(part.records(rejects.records(records)), spool, base=settings.base)
            part.close()
            spool.seek(0)
            replace(spool)
            return conversion.Converted(written, rejects.rejected_rows, rejects.repaired)

    return _replace(writer, settings, given, convert)


def load_zoning(writer: Writer, settings: Settings, zoning: ZoningTable) -> None:
    """Replace the graph of one version of a zoning; its other versions stand as they are."""
    data = "".join(zonings.triples(zoning, settings.base)).encode()
    writer.replace_graph(zonings.graph_of(zoning, settings.base), io.BytesIO(data))


def _replace(
    writer: Writer,
    settings: Settings,
    given: SourceImport,
    convert: Callable[[Callable[[BinaryIO], None]], conversion.Converted],
) -> ImportReport:
    started = clock.now()
    graph = namespaces.graph(settings.base, "solutions", given.key)
    before = {
        row.value: digest.value  # type: ignore[union-attr] # both columns are always bound
        for row, digest in writer.select(queries.text("catalogue/digests", graph=graph))
    }
    catalogue = namespaces.graph(settings.base, "catalogue", given.key)
    past = serialize(writer.construct(queries.text("catalogue/imports", graph=catalogue)), format=RdfFormat.N_TRIPLES)
    with ThreadPoolExecutor(max_workers=1) as beside:
        digest = beside.submit(lambda: " ".join(map(provenance.file_digest, given.paths)))
        outcome = convert(lambda stream: writer.replace_graph_beside(graph, stream))
    written = outcome.written
    changes = provenance.difference(before, written.digests)
    gone = leaving.left(settings, changes)
    provenance.keep_changes(writer.attachments, writer.number, given.key, settings.base, changes, gone)
    stated = _catalogue(writer, settings, given, outcome, changes, started, digest.result())
    writer.replace_graph(catalogue, io.BytesIO((past or b"") + stated.encode()))
    return ImportReport(
        source=given.key,
        structures=written.structures,
        solutions=written.solutions,
        rejected=outcome.rejected_rows,
        repaired=outcome.repaired,
        orphans=len(written.orphans),
        changes=changes,
        rejects=given.rejects,
    )


def _catalogue(
    writer: Writer,
    settings: Settings,
    given: SourceImport,
    outcome: conversion.Converted,
    changes: Changes,
    started: datetime,
    digest: str,
) -> str:
    """What the catalogue says of an import and of its sources, as N-Triples; `digest` is that of its files."""
    written: Written = outcome.written
    activity = ImportActivity(
        key=str(uuid.uuid4()),
        dataset=given.key,
        agent=getpass.getuser(),
        started=started,
        ended=clock.now(),
        file_name=", ".join(path.name for path in given.paths),
        file_digest=digest,
        rows_read=written.structures + written.solutions + outcome.rejected_rows,
        rows_rejected=outcome.rejected_rows,
        changes=changes,
        generation=writer.number,
    )
    lines = [provenance.activity_triples(activity, settings.base)]
    for key in dict.fromkeys((given.key, *written.sources)):
        title = given.title if key == given.key else key
        dataset = Dataset(key, title, clock.today(), given.key, given.license, example=given.example)
        lines.append(provenance.dataset_triples(dataset, settings.base))
    return "".join(lines)
