"""What a client with a key may change: one graph, or a SPARQL update; each is one published generation or nothing."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import Literal

import pyoxigraph as ox
from pyoxigraph import NamedNode

from ftgraph import queries
from ftgraph.errors import QueryOverLimit, QueryRefused, SourceError, StoreEmpty, UsageError
from ftgraph.graph.faults import bad_query, not_evaluated
from ftgraph.graph.ntriples import iri
from ftgraph.graph.store import Generation, Store, Writer
from ftgraph.graph.targets import writes_no_graph, written_targets
from ftgraph.graph.tokens import Token, tokens
from ftgraph.namespaces import graph
from ftgraph.publish.generation import publish
from ftgraph.settings import Settings
from ftgraph.sources import rdf_intake

_OWN = ("derived", "catalogue", "reference", "ontology", "vocabularies", "system")
_INTERNAL = "urn:x-ftgraph:"
_MOST_CHANGED = 1_000_000
"""Triples of a graph that is changed in part: it is read whole for that."""
Action = Literal["update", "graph-replace", "graph-add", "graph-patch", "graph-drop"]
Check = Callable[[Generation | None, bool], None]
"""Raises when the newest generation, or whether the graph exists, is not what the client built upon."""


@dataclass(frozen=True)
class Edit:
    """A change asked for. `note` says who and what.

    `text`: the update, of the whole store or, where the action is `graph-patch`, of `graph` alone; else `graph`, and
    `body` in `media_type`.
    """

    action: Action
    note: str
    text: str = ""
    graph: str = ""
    body: bytes = b""
    media_type: str = ""


@dataclass(frozen=True)
class Edited:
    """What came of it. `created`: the graph did not exist before."""

    generation: int
    published: datetime
    created: bool = False


class NotRdf(SourceError):
    """What was sent is no RDF of the type that it is sent as (Graph Store Protocol, 5.1)."""

    status = 400


class NoSuchGraph(UsageError):
    """A graph that does not exist cannot be removed."""

    status = 404
    slug = "not-found"


def check_targets(edit: Edit, base: str) -> None:
    """Refuse graphs that ftgraph itself makes, and what an update may not do. Raises `QueryRefused`, `UsageError`."""
    targets = written_targets(edit.text) if edit.text else frozenset({edit.graph})
    if edit.action == "update" and writes_no_graph(edit.text):
        try:
            ox.Store().update(edit.text)  # on nothing: what is no SPARQL is told so first
        except SyntaxError as error:
            raise bad_query(error, edit.text) from error
        raise QueryRefused(
            "La mise à jour écrit hors de tout graphe nommé\u202f: ce qu’elle écrirait n’aurait pas de source.",
            "The update writes outside any named graph: what it would write would have no source.",
            cure="Écrivez GRAPH <IRI> { … } dans ce qui s’insère et ce qui se retire, ou WITH <IRI> devant.",
            cure_en="Write GRAPH <IRI> { … } in what is inserted and deleted, or WITH <IRI> before it.",
        )
    if _quotes_triples(edit.text):
        raise QueryRefused(
            "La mise à jour cite un triplet dans un triplet (RDF 1.2), ce qui n’est pas gardé.",
            "The update quotes a triple in a triple (RDF 1.2), which is not kept.",
            cure="Décrivez-le par rdf:Statement, ou retirez-le.",
            cure_en="Describe it by rdf:Statement, or take it out.",
        )
    if edit.action == "graph-patch":
        if targets != {""}:
            raise _other_graph(min(targets - {""}))
        targets = frozenset({edit.graph})
    for name in sorted(targets):
        _check_writable(name, base)


def _quotes_triples(text: str) -> bool:
    """Whether an update says anything in RDF 1.2's own way: `<<`, `{|`, `~`, `TRIPLE(…)`; no SPARQL 1.1 does."""
    pairs = pairwise([*tokens(text), Token("mark", "", 0)])
    return any(
        one.word == "TRIPLE"
        or (one.kind == "mark" and (one.text[:2] == "<<" or one.text == "~" or one.text + two.text == "{|"))
        for one, two in pairs
    )


def _check_writable(name: str, base: str) -> None:
    own = [graph(base, each) for each in _OWN]
    if name.startswith(_INTERNAL) or any(name == each or name.startswith(each + "/") for each in own):
        raise QueryRefused(
            f"Le graphe «\u202f{name}\u202f» est fait par ftgraph lui-même\u202f: il ne s’écrit pas.",
            f"Graph “{name}” is made by ftgraph itself: it is not written.",
            cure="Écrivez dans un graphe de votre source.",
            cure_en="Write in a graph of your own source.",
        )


def apply(store: Store, settings: Settings, edit: Edit, check: Check | None = None) -> Edited:
    """Make the change and publish it. Raises `SourceError`, `UsageError`, `StoreError`, and what `check` raises.

    Whatever is raised, nothing was changed.
    """
    check_targets(edit, settings.base)
    data = _triples(edit) if edit.action in ("graph-replace", "graph-add") else ""
    existed = False

    def load(writer: Writer) -> None:
        nonlocal existed
        existed = bool(edit.graph) and _exists(writer, edit.graph)
        if check is not None:
            check(_newest(store), existed)
        _change(writer, edit, data, existed=existed)

    made = publish(store, settings, edit.note, load)
    return Edited(made.number, made.published, created=bool(edit.graph) and not existed)


def _triples(edit: Edit) -> str:
    """What was sent, as N-Triples. IRIs that are not whole are below the graph’s own. Raises `NotRdf`."""
    try:
        given = rdf_intake.read(edit.body, "envoi", media_type=edit.media_type, base=edit.graph, may_be_empty=True)
    except SourceError as error:
        raise NotRdf(error.fr, error.en, line=error.line, cure=error.cure, cure_en=error.cure_en) from error
    return given.data


def _change(writer: Writer, edit: Edit, data: str, *, existed: bool) -> None:
    match edit.action:
        case "update":
            writer.update(edit.text)
        case "graph-replace":
            writer.replace_graph(edit.graph, io.BytesIO(data.encode()))
        case "graph-add":
            before = "".join(f"{each.subject} {each.predicate} {each.object} .\n" for each in _held(writer, edit.graph))
            writer.replace_graph(edit.graph, io.BytesIO((before + data).encode()))
        case "graph-patch":
            writer.replace_graph(edit.graph, io.BytesIO(_patched(writer, edit)))
        case "graph-drop":
            if not existed:
                raise NoSuchGraph(
                    f"Il n’y a pas de graphe {iri(edit.graph)}.",
                    f"There is no graph {iri(edit.graph)}.",
                    cure="Les graphes et leur taille sont sur la page des exports, /dumps.",
                    cure_en="The graphs and their sizes are on the page of exports, /dumps.",
                )
            writer.drop_graph(edit.graph)


def _patched(writer: Writer, edit: Edit) -> bytes:
    """The graph after the update, as N-Triples: made beside the store, where the update can reach nothing else."""
    beside = ox.Store()
    beside.extend(ox.Quad(each.subject, each.predicate, each.object) for each in _held(writer, edit.graph))
    try:
        beside.update(edit.text)
    except SyntaxError as error:
        raise bad_query(error, edit.text) from error
    except RuntimeError as error:
        raise not_evaluated(error) from error
    if other := next(iter(beside.named_graphs()), None):  # not seen in the text: nothing of it is kept
        raise _other_graph(str(other))
    kept = beside.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return ox.serialize((each.triple for each in kept), format=ox.RdfFormat.N_TRIPLES) or b""


def _held(writer: Writer, graph: str) -> Iterator[ox.Triple]:
    """What a graph holds. Raises `QueryOverLimit` past a million triples."""
    triples = iter(writer.construct(queries.text("dumps/graph", graph=NamedNode(graph))))
    yield from islice(triples, _MOST_CHANGED)
    if next(triples, None) is not None:
        raise QueryOverLimit(
            f"Le graphe a plus de {_MOST_CHANGED} triplets\u202f: il ne se modifie pas en partie.",
            f"The graph has more than {_MOST_CHANGED} triples: it is not changed in part.",
            cure="Employez /sparql/update, ou remplacez-le (PUT).",
            cure_en="Use /sparql/update, or replace it (PUT).",
        )


def _other_graph(name: str) -> QueryRefused:
    return QueryRefused(
        f"Une modification par PATCH n’écrit que son graphe, pas «\u202f{name[:200]}\u202f».",
        f"A PATCH writes its own graph only, not “{name[:200]}”.",
        cure="Retirez GRAPH et WITH de ce qui est écrit, ou employez /sparql/update.",
        cure_en="Take GRAPH and WITH out of what is written, or use /sparql/update.",
    )


def _exists(writer: Writer, name: str) -> bool:
    found = iter(writer.construct(queries.text("dumps/graph", graph=NamedNode(name))))
    return next(found, None) is not None


def _newest(store: Store) -> Generation | None:
    try:
        with store.reader() as reader:
            return reader.generation
    except StoreEmpty:
        return None
