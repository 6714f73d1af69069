"""A published source taken out of the graph: its graph goes, what was done with it stays told.

The catalogue keeps the source's imports and gains the removal; the description of the source, and what the checks of
its committees concluded, go with it. A later import under the same key takes up that history.
"""

import getpass
import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import RdfFormat, serialize

from ftgraph import clock, namespaces, queries
from ftgraph.committees.published import find_committee, published_committees
from ftgraph.errors import UsageError
from ftgraph.graph.store import Generation, Queryable, Writer, open_store
from ftgraph.publish import committees, observations, provenance
from ftgraph.publish.generation import publish
from ftgraph.publish.provenance import Changes, ImportActivity
from ftgraph.settings import Settings


@dataclass(frozen=True)
class RemovalReport:
    """What a removal did. `source`: the key of the source that was removed; `names`: what it published, in words."""

    source: str
    names: tuple[str, ...]
    changes: Changes


Remove = Callable[[Writer, Settings, str], RemovalReport]


def remove_committees(writer: Writer, settings: Settings, key: str) -> RemovalReport:
    """Remove the source that `key` names, by its own key or by that of its only committee.

    Raises `UnknownCommittee`, and `UsageError` when the committee is published with others: they would go too.
    """
    source = _source(writer, key)
    names = tuple(each.label for each in published_committees(writer, clock.today()) if each.source == source)
    graph, dataset = committees.graph_of(source, settings.base), committees.dataset_of(source)
    return RemovalReport(source, names, _remove(writer, settings, graph, dataset))


def remove_observations(writer: Writer, settings: Settings, key: str) -> RemovalReport:
    """Remove a source of observations. Raises `UsageError`: there is none of that key."""
    known = observations.sources(writer)
    if key not in known:
        raise UsageError(
            f"Aucune source de valeurs ne porte la clé « {key[:80]} ».",
            f"No source of values has the key “{key[:80]}”.",
            cure=f"Sources publiées\u202f: {', '.join(known) or 'aucune'}.",
            cure_en=f"Published sources: {', '.join(known) or 'none'}.",
        )
    graph, dataset = observations.graph_of(key, settings.base), observations.dataset_of(key)
    return RemovalReport(key, (known[key],), _remove(writer, settings, graph, dataset))


def remove_published(settings: Settings, key: str, remove: Remove, command: str) -> tuple[RemovalReport, Generation]:
    """Take a published source out of the graph. Raises `StoreEmpty`, and what `remove` raises."""
    store = open_store(settings)
    with store.reader():  # says that nothing is published before a writer makes a first generation
        pass
    reports: list[RemovalReport] = []
    note = f"{command} {key[:100]}"
    generation = publish(store, settings, note, lambda writer: reports.append(remove(writer, settings, key)))
    return reports[0], generation


def _remove(writer: Writer, settings: Settings, graph: str, dataset: str) -> Changes:
    started = clock.now()
    catalogue = namespaces.graph(settings.base, "catalogue", dataset)
    changes = provenance.difference(committees.digests(writer, graph), {})
    activity = ImportActivity(
        key=str(uuid.uuid4()),
        dataset=dataset,
        agent=getpass.getuser(),
        started=started,
        ended=clock.now(),
        file_name="",
        file_digest="",
        rows_read=0,
        rows_rejected=0,
        changes=changes,
        generation=writer.number,
    )
    past = serialize(writer.construct(queries.text("catalogue/imports", graph=catalogue)), format=RdfFormat.N_TRIPLES)
    told = provenance.activity_triples(activity, settings.base).encode()
    writer.drop_graph(graph)
    writer.replace_graph(catalogue, io.BytesIO((past or b"") + told))
    provenance.keep_changes(writer.attachments, writer.number, dataset, settings.base, changes)
    return changes


def _source(graph: Queryable, key: str) -> str:
    known = published_committees(graph, clock.today())
    if any(each.source == key for each in known):
        return key
    found = find_committee(graph, key, clock.today())
    others = [each.label for each in known if each.source == found.source and each.iri != found.iri]
    if others:
        raise UsageError(
            f"« {found.label} » est publié avec {', '.join(others[:3])} par la source {found.source}.",
            f"“{found.label}” is published with {', '.join(others[:3])} by the source {found.source}.",
            cure=f"Importez de nouveau le fichier sans ce comité, ou retirez la source entière : {found.source}.",
            cure_en=f"Import the file again without this committee, or remove the whole source: {found.source}.",
        )
    return found.source
