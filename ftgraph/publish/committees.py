"""Committees in the graph: what was handed in, in a graph of its own, with what its check concluded beside it.

A committee is kept as it was handed in, conform or not: `<base>/graph/committees/<key>`, replaced whole, but for the
names of territories that the ground states (`ftgraph.committees.ground`). What the
checks concluded stands in `<base>/graph/catalogue/committees-<key>`, with the import: no file speaks of its own check.
"""

import getpass
import io
import re
import uuid
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from ftgraph import clock, namespaces, queries
from ftgraph.committees import ground
from ftgraph.committees.judging import WHOLE_FILE
from ftgraph.committees.report import CommitteeReport, Report
from ftgraph.errors import UsageError
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.store import Writer
from ftgraph.namespaces import DEF, PREFIXES, concept, thing
from ftgraph.publish import provenance
from ftgraph.publish.provenance import Changes, Dataset, ImportActivity
from ftgraph.settings import Settings
from ftgraph.sources.handed_in import HandedIn
from ftgraph.validation.facts import Facts
from ftgraph.validation.preparation import ontology_classes

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_TYPE = f"{PREFIXES['rdf']}type"
_COMMITTEE, _TERRITORY = f"{DEF}Committee", f"{DEF}Territory"
# Other imports are the source of these: a committee's file may speak of them to be checked, never publish them.
_NOT_OURS = frozenset(
    (
        f"{DEF}Check",
        f"{DEF}Solution",
        f"{PREFIXES['dcat']}Dataset",
        f"{PREFIXES['prov']}Activity",
    )
)


@dataclass(frozen=True)
class CommitteeImport:
    """What is imported: the file at `path`, read and checked. `key` names the source and its graph."""

    key: str
    path: Path
    handed_in: HandedIn
    report: Report
    license: str = ""
    example: bool = False


@dataclass(frozen=True)
class CommitteeImportReport:
    """What an import did. `left_out`: how many things of the file are published by other imports only."""

    key: str
    committees: tuple[CommitteeReport, ...]
    changes: Changes
    left_out: int


def checked_key(key: str) -> str:
    """`key` when it can name a source. Raises `UsageError`."""
    if not _KEY.fullmatch(key):
        raise UsageError(
            f"La clé « {key[:80]} » ne peut pas nommer une source.",
            f"“{key[:80]}” cannot be a source’s key.",
            cure="Donnez --source : minuscules sans accent, chiffres et tirets, 60 caractères au plus.",
            cure_en="Give --source: lower case without accents, digits and hyphens, at most 60 characters.",
        )
    return key


def graph_of(key: str, base: str) -> str:
    """The IRI of the source's named graph."""
    return namespaces.graph(base, "committees", key)


def load_committees(writer: Writer, settings: Settings, given: CommitteeImport) -> CommitteeImportReport:
    """Replace a source's committees. Raises `UsageError`: no committee in it, or one that another source publishes."""
    started = clock.now()
    graph = graph_of(checked_key(given.key), settings.base)
    facts = Facts(given.handed_in.data)
    committees = [node for node in facts if _COMMITTEE in facts.nodes(node, _TYPE)]
    if not committees:
        raise UsageError(
            f"« {given.path.name} » ne décrit aucun comité : il n’y a rien à publier.",
            f"“{given.path.name}” describes no committee: there is nothing to publish.",
            cure="Voyez ce qui n’a pas été compris avec « ftgraph committee check ».",
            cure_en="See what was not understood with “ftgraph committee check”.",
        )
    _refuse_stated_elsewhere(writer, committees, graph)
    before = digests(writer, graph)
    left_out = {node for node in facts if _NOT_OURS & set(facts.nodes(node, _TYPE))}
    data = _without(given.handed_in.data, left_out, ground.stated(writer, settings.base, _territories(facts)))
    writer.replace_graph(graph, io.BytesIO(data.encode()))
    changes = provenance.difference(before, digests(writer, graph))
    provenance.keep_changes(writer.attachments, writer.number, dataset_of(given.key), settings.base, changes)
    reports = tuple(each for each in given.report.committees if each.iri != WHOLE_FILE)
    activity = ImportActivity(
        key=str(uuid.uuid4()),
        dataset=dataset_of(given.key),
        agent=getpass.getuser(),
        started=started,
        ended=clock.now(),
        file_name=given.path.name,
        file_digest=_file_digest(given.path),
        rows_read=len({(place.sheet, place.line) for places in given.handed_in.places.values() for place in places}),
        rows_rejected=0,
        changes=changes,
        generation=writer.number,
    )
    _catalogue(writer, settings, given, activity, reports)
    return CommitteeImportReport(given.key, reports, changes, len(left_out))


def dataset_of(key: str) -> str:
    """The key of the source's dataset in the catalogue."""
    return f"committees-{key}"


def _refuse_stated_elsewhere(writer: Writer, committees: Sequence[str], graph: str) -> None:
    stated = queries.text("committees/stated-elsewhere", committee=list(committees), graph=graph)
    for committee, source in writer.select(stated):
        raise UsageError(
            f"Le comité {committee} est déjà publié par une autre source ({source}).",
            f"The committee {committee} is already published by another source ({source}).",
            cure="Remplacez cette source-là : donnez sa clé à --source.",
            cure_en="Replace that source: give its key to --source.",
        )


def digests(writer: Writer, graph: str) -> Mapping[str, str]:
    """Each thing of a graph → what it says, in short: from the store, which writes literals its own way."""
    lines: dict[str, list[str]] = defaultdict(list)
    for triple in writer.construct(queries.text("catalogue/contents", graph=graph)):
        lines[str(triple.subject)].append(f"{triple.predicate} {triple.object}")
    return {subject: sha256("\n".join(sorted(said)).encode()).hexdigest() for subject, said in lines.items()}


def _territories(facts: Facts) -> set[str]:
    above = ontology_classes().above
    return {node for node in facts if any(_TERRITORY in above.get(each, ()) for each in facts.nodes(node, _TYPE))}


def _without(data: str, left_out: set[str], stated: Container[str]) -> str:
    """N-Triples without those about some subjects, and without those that are stated already."""
    subjects = {f"<{node}>" for node in left_out}
    # Not `splitlines`: it also ends a line at characters that a text of N-Triples may hold.
    lines = io.StringIO(data, newline="\n")
    return "".join(line for line in lines if line.partition(" ")[0] not in subjects and line not in stated)


def _file_digest(path: Path) -> str:
    """The SHA-256 of a file, or of the files of a folder, in name order."""
    if path.is_dir():
        return " ".join(provenance.file_digest(each) for each in sorted(path.iterdir()) if each.is_file())
    return provenance.file_digest(path)


def _catalogue(
    writer: Writer,
    settings: Settings,
    given: CommitteeImport,
    activity: ImportActivity,
    reports: Sequence[CommitteeReport],
) -> None:
    name = dataset_of(given.key)
    graph = namespaces.graph(settings.base, "catalogue", name)
    past = serialize(writer.construct(queries.text("catalogue/imports", graph=graph)), format=RdfFormat.N_TRIPLES)
    title = " ; ".join(dict.fromkeys(each.label for each in reports)) or given.key
    holds = graph_of(given.key, settings.base)
    dataset = Dataset(name, title[:300], clock.today(), license=given.license, example=given.example, holds=holds)
    lines = [
        provenance.activity_triples(activity, settings.base),
        provenance.dataset_triples(dataset, settings.base),
        *(_check(each, given, settings.base, activity.key) for each in reports),
    ]
    writer.replace_graph(graph, io.BytesIO((past or b"") + "".join(lines).encode()))


def _check(report: CommitteeReport, given: CommitteeImport, base: str, activity: str) -> str:
    """What a committee's check under one rule set concluded, as N-Triples."""
    which = sha256(report.iri.encode()).hexdigest()[:16]
    subject = iri(thing(base, "check", given.key, which, report.rule_set))
    severities = [finding.severity for finding in report.findings]
    pairs = (
        (_TYPE, iri(f"{DEF}Check")),
        (f"{PREFIXES['dct']}isPartOf", iri(thing(base, "dataset", dataset_of(given.key)))),
        (f"{PREFIXES['prov']}wasGeneratedBy", iri(thing(base, "import", activity))),
        (f"{DEF}checkedCommittee", iri(report.iri)),
        (f"{DEF}checkedAgainst", iri(concept("rule-set", report.rule_set))),
        (f"{DEF}checkDate", literal(given.report.checked_on)),
        (f"{DEF}conformity", iri(concept("conformity", report.conformity))),
        (f"{DEF}violationCount", literal(severities.count("violation"))),
        (f"{DEF}warningCount", literal(severities.count("warning"))),
        (f"{DEF}undecidedCount", literal(report.count("undecidable"))),
    )
    return "".join(f"{subject} {iri(predicate)} {value} .\n" for predicate, value in pairs)
