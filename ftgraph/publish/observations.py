"""Observations in the graph: what a file measured, small numbers already withheld, in a graph of its own.

What is withheld never enters the store: neither its value, nor the people that a rate is computed on, nor the digest
of the file, from which a patient reader could guess both.
"""

import getpass
import io
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from ftgraph import clock, datasets, namespaces, queries
from ftgraph.errors import SourceError
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.store import Queryable, Writer
from ftgraph.indicators.additions import Areas
from ftgraph.indicators.measured import OBSERVATIONS, measured, structure
from ftgraph.indicators.protecting import Protected, protect
from ftgraph.namespaces import DEF, PREFIXES, concept, thing
from ftgraph.publish import provenance
from ftgraph.publish.committees import checked_key, digests
from ftgraph.publish.provenance import Changes, Dataset, ImportActivity
from ftgraph.publish.rejects import RejectsFile
from ftgraph.settings import Settings
from ftgraph.sources import observation_rows
from ftgraph.sources.observation_rows import Cell, Find, Observation
from ftgraph.sources.observation_structure import STATUSES, Structure
from ftgraph.sources.periods import Period
from ftgraph.sources.solution_records import Reject, Severity, strict_refusal

STRUCTURE = f"{namespaces.ROOT}/id/data-structure/indicators"
_TYPE = f"{PREFIXES['rdf']}type"
_DCT, _QB = PREFIXES["dct"], PREFIXES["qb"]
_PERIOD = f"{PREFIXES['sdmx-dimension']}refPeriod"
_UNIT = f"{PREFIXES['sdmx-attribute']}unitMeasure"
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class ObservationImport:
    """What is imported. `key` names the source and its graph; `rejects` is where faults are written."""

    key: str
    title: str
    path: Path
    rejects: Path
    license: str = ""
    strict: bool = False
    example: bool = False
    sheet: str | None = None


@dataclass(frozen=True)
class ObservationReport:
    """What an import did: values published and withheld, values and lines refused, what changed."""

    source: str
    shown: int
    protected: Protected
    threshold: int
    rejected: int
    warned: int
    changes: Changes
    rejects: Path


def graph_of(key: str, base: str) -> str:
    """The IRI of the source's named graph."""
    return namespaces.graph(base, "observations", key)


def dataset_of(key: str) -> str:
    """The key of the source's dataset in the catalogue."""
    return f"{OBSERVATIONS}{key}"


def sources(graph: Queryable) -> Mapping[str, str]:
    """The published sources of observations: key → title."""
    return {
        key.removeprefix(OBSERVATIONS): each.title
        for key, each in datasets.loaded(graph).items()
        if key.startswith(OBSERVATIONS)
    }


def load_observations(
    writer: Writer,
    settings: Settings,
    given: ObservationImport,
    find: Find,
    areas: Areas,
) -> ObservationReport:
    """Replace a source's observations by a file's.

    `find`: a territory by name; `areas`: its kind and communes by IRI. Raises `SourceError`: the file cannot be read,
    holds no value at all, any fault with `strict`, or a small number that nothing withheld here can keep; `UsageError`.
    """
    started = clock.now()
    graph = graph_of(checked_key(given.key), settings.base)
    known = structure(writer)
    with RejectsFile(given.rejects) as rejects:
        read = _read(given, known, find, rejects, settings)
    others = [
        each.observation for each in measured(writer, indicators=_related(read, known)) if each.source != given.key
    ]
    protected = protect(read, others, known, areas, settings.small_numbers)
    before = digests(writer, graph)
    data = "".join(_triples(protected.observations, known, given.key, settings.base))
    writer.replace_graph(graph, io.BytesIO(data.encode()))
    changes = provenance.difference(before, digests(writer, graph))
    provenance.keep_changes(writer.attachments, writer.number, dataset_of(given.key), settings.base, changes)
    activity = ImportActivity(
        key=str(uuid.uuid4()),
        dataset=dataset_of(given.key),
        agent=getpass.getuser(),
        started=started,
        ended=clock.now(),
        file_name=given.path.name,
        file_digest="" if settings.small_numbers > 0 else provenance.file_digest(given.path),
        rows_read=len(read) + rejects.rejected_rows,
        rows_rejected=rejects.rejected_rows,
        changes=changes,
        generation=writer.number,
    )
    _catalogue(writer, settings, given, activity)
    shown = sum(each.value is not None for each in protected.observations)
    return ObservationReport(
        given.key,
        shown,
        protected,
        settings.small_numbers,
        rejects.rejected_rows,
        rejects.repaired,
        changes,
        given.rejects,
    )


def _read(
    given: ObservationImport, known: Structure, find: Find, rejects: RejectsFile, settings: Settings
) -> list[Observation]:
    found: list[Observation] = []
    faulty: set[int] = set()
    stream = observation_rows.read(given.path, known, find, max_bytes=settings.import_mb * 1_000_000, sheet=given.sheet)
    for each in stream:
        if isinstance(each, Reject):
            rejects.write(each)
            if each.severity is Severity.REJECTED:
                faulty.add(each.line)
        else:
            found.append(each)
    if given.strict and faulty:
        raise strict_refusal(len(faulty))
    if not found:
        raise SourceError(
            f"« {given.path.name} » ne donne aucune valeur utilisable\u202f: {len(faulty)} lignes refusées.",
            f"“{given.path.name}” gives no usable value: {len(faulty)} lines refused.",
            cure=f"Voyez pourquoi, ligne par ligne, dans {given.rejects}.",
            cure_en=f"See why, line by line, in {given.rejects}.",
        )
    return found


def _related(read: Sequence[Observation], known: Structure) -> list[str]:
    """The indicators that are told by the same numbers as those of the file."""
    wholes = {known.indicators[each.cell.indicator].whole for each in read}
    return sorted(each.iri for each in known.indicators.values() if each.whole in wholes)


def cell_key(cell: Cell) -> str:
    """What names a cell, the same whoever publishes it."""
    said = "\n".join((cell.indicator, cell.territory, cell.period.key, *cell.codes))
    return blake2b(said.encode(), digest_size=12).hexdigest()


def _triples(observations: Iterable[Observation], known: Structure, key: str, base: str) -> Iterable[str]:
    dataset = iri(thing(base, "dataset", dataset_of(key)))
    periods: dict[Period, str] = {}
    for each in observations:
        cell, indicator = each.cell, known.indicators[each.cell.indicator]
        name = cell_key(cell)
        subject = iri(thing(base, "observation", key, name))
        period = periods.setdefault(cell.period, iri(thing(base, "period", cell.period.key)))
        pairs = [
            (f"{_DCT}identifier", literal(name)),
            (f"{_DCT}isPartOf", dataset),
            (f"{DEF}observedIndicator", iri(cell.indicator)),
            (f"{DEF}observedIn", iri(cell.territory)),
            (_PERIOD, period),
            *(
                (dimension.iri, iri(concept(dimension.key, code)))
                for dimension, code in zip(known.dimensions, cell.codes, strict=True)
            ),
            (f"{DEF}observationStatus", iri(concept(STATUSES, each.status))),
        ]
        if indicator.unit is not None and indicator.unit.iri:
            pairs.append((_UNIT, iri(indicator.unit.iri)))
        if each.value is None:
            pairs.append((_TYPE, iri(f"{DEF}WithheldCell")))
        else:
            pairs += [
                (_TYPE, iri(f"{DEF}Observation")),
                (_TYPE, iri(f"{_QB}Observation")),
                (f"{_QB}dataSet", dataset),
                (f"{DEF}value", literal(each.value)),
            ]
        yield _lines(subject, pairs)
    for each_period, name in periods.items():
        yield _lines(name, _period(each_period))


def _period(period: Period) -> Pairs:
    return (
        (_TYPE, iri(f"{PREFIXES['time']}Interval")),
        (f"{_DCT}identifier", literal(period.key)),
        (f"{PREFIXES['rdfs']}label", literal(period.label.say("fr"), "fr")),
        (f"{PREFIXES['rdfs']}label", literal(period.label.say("en"), "en")),
        (f"{DEF}validFrom", literal(period.start)),
        (f"{DEF}validUntil", literal(period.end)),
    )


def _lines(subject: str, pairs: Pairs) -> str:
    return "".join(f"{subject} {iri(predicate)} {value} .\n" for predicate, value in pairs)


def _catalogue(writer: Writer, settings: Settings, given: ObservationImport, activity: ImportActivity) -> None:
    name = dataset_of(given.key)
    graph = namespaces.graph(settings.base, "catalogue", name)
    past = serialize(writer.construct(queries.text("catalogue/imports", graph=graph)), format=RdfFormat.N_TRIPLES)
    holds = graph_of(given.key, settings.base)
    dataset = Dataset(name, given.title, clock.today(), license=given.license, example=given.example, holds=holds)
    subject = iri(thing(settings.base, "dataset", name))
    cube = _lines(subject, ((_TYPE, iri(f"{_QB}DataSet")), (f"{_QB}structure", iri(STRUCTURE))))
    lines = (
        provenance.activity_triples(activity, settings.base),
        provenance.dataset_triples(dataset, settings.base),
        cube,
    )
    writer.replace_graph(graph, io.BytesIO((past or b"") + "".join(lines).encode()))
