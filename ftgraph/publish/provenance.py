"""Where solutions come from: the dataset, its import and what that changed (`docs/model.md`, Catalogue)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from ftgraph import changes
from ftgraph.graph.ntriples import iri, literal
from ftgraph.namespaces import DEF, PREFIXES, graph, thing
from ftgraph.publish.solutions import link

_TYPE = f"<{PREFIXES['rdf']}type>"
_DCT = PREFIXES["dct"]
_DCAT = PREFIXES["dcat"]
_PROV = PREFIXES["prov"]
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import changed: identifiers, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A source. `name` is its key, as in its named graph; `origin` the page or file that it comes from, if known.

    `graph_name` is the solutions graph that holds it (its own name unless it came within another dataset); `holds`
    the IRI of the graph of a source that is not of solutions.
    """

    name: str
    title: str
    modified: date
    graph_name: str = ""
    license: str = ""
    origin: str = ""
    example: bool = False
    holds: str = ""


@dataclass(frozen=True, slots=True)
class ImportActivity:
    """One import: who, when (aware datetimes), from which file (its SHA-256), how many rows, in which generation.

    A removal reads no file: `file_name` and `file_digest` are "" then.
    """

    key: str
    dataset: str
    agent: str
    started: datetime
    ended: datetime
    file_name: str
    file_digest: str
    rows_read: int
    rows_rejected: int
    changes: Changes
    generation: int


def difference(old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
    """What differs between two imports of a source, each identifier → content digest."""
    return Changes(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(key for key in new.keys() & old.keys() if new[key] != old[key])),
        tuple(sorted(old.keys() - new.keys())),
    )


def keep_changes(
    attachments: Path, generation: int, source: str, base: str, found: Changes, left: Sequence[changes.Left] = ()
) -> None:
    """Put what an import changed where the change feed reads it (`ftgraph.changes`); `left`: what solutions were."""
    told: dict[changes.Kind, tuple[str, ...]] = {
        "added": found.added,
        "changed": found.changed,
        "removed": found.removed,
    }
    changes.record_source(attachments, generation, source, base, told, left)


def file_digest(path: Path) -> str:
    """The file's SHA-256, hexadecimal, read in pieces."""
    digest = sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def dataset_triples(dataset: Dataset, base: str) -> str:
    """The `dcat:Dataset`, as N-Triples for `<base>/graph/catalogue`."""
    pairs = [
        (_TYPE, f"<{_DCAT}Dataset>"),
        (f"<{_DCT}title>", literal(dataset.title, "fr")),
        (f"<{_DCT}identifier>", literal(dataset.name)),
        (f"<{_DCT}modified>", literal(dataset.modified)),
        (f"<{DEF}graph>", iri(dataset.holds or graph(base, "solutions", dataset.graph_name or dataset.name))),
    ]
    if dataset.graph_name and dataset.graph_name != dataset.name:
        pairs.append((f"<{_DCT}isPartOf>", iri(thing(base, "dataset", dataset.graph_name))))
    if dataset.license:
        pairs.append((f"<{_DCT}license>", _resource(dataset.license)))
    if dataset.origin:
        pairs.append((f"<{_DCT}source>", _resource(dataset.origin)))
    if dataset.example:
        pairs.append((f"<{DEF}example>", literal(value=True)))
    return _lines(thing(base, "dataset", dataset.name), pairs)


def activity_triples(activity: ImportActivity, base: str) -> str:
    """The `prov:Activity` and its agent, as N-Triples for `<base>/graph/catalogue`."""
    subject = thing(base, "import", activity.key)
    agent = f"{subject}#agent"
    pairs = [
        (_TYPE, f"<{_PROV}Activity>"),
        (f"<{_PROV}used>", iri(thing(base, "dataset", activity.dataset))),
        (f"<{_PROV}startedAtTime>", literal(activity.started)),
        (f"<{_PROV}endedAtTime>", literal(activity.ended)),
        (f"<{_PROV}wasAssociatedWith>", iri(agent)),
        *([(f"<{DEF}fileName>", literal(activity.file_name))] if activity.file_name else []),
        *([(f"<{DEF}fileDigest>", literal(activity.file_digest))] if activity.file_digest else []),
        (f"<{DEF}rowsRead>", literal(activity.rows_read)),
        (f"<{DEF}rowsRejected>", literal(activity.rows_rejected)),
        (f"<{DEF}rowsAdded>", literal(len(activity.changes.added))),
        (f"<{DEF}rowsChanged>", literal(len(activity.changes.changed))),
        (f"<{DEF}rowsRemoved>", literal(len(activity.changes.removed))),
        (f"<{DEF}generation>", literal(activity.generation)),
    ]
    who = [(_TYPE, f"<{_PROV}Agent>"), (f"<{PREFIXES['rdfs']}label>", literal(activity.agent))]
    return _lines(subject, pairs) + _lines(agent, who)


def _resource(value: str) -> str:
    return link(value) if value.startswith(("http://", "https://")) else literal(value)


def _lines(subject: str, pairs: list[tuple[str, str]]) -> str:
    return "".join(f"{iri(subject)} {predicate} {value} .\n" for predicate, value in pairs)
