"""The change feed: a follower that reads it knows what the newest generation holds, without reading it again."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

from ftgraph import changes
from ftgraph.changes import CHANGES_A_PAGE
from ftgraph.graph.generations import rollback
from ftgraph.graph.store import open_store
from ftgraph.namespaces import ROOT, graph, thing
from ftgraph.publish import imports
from ftgraph.publish.generation import publish
from ftgraph.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
TREE = Namespace("https://w3id.org/tree#")
LDES = Namespace("https://w3id.org/ldes#")
HERE = "http://test"


class Source:
    """A store, and a source whose things are published by their names and contents."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._things: dict[str, str] = {}

    def publish(self, things: dict[str, str], source: str = "essai") -> int:
        """Make `things` (name → content) all that the source holds, as an import does."""
        base = self.settings.base
        old = {f"solution/{name}": text for name, text in self._things.items()}
        new = {f"solution/{name}": text for name, text in things.items()}
        found = imports.provenance.difference(old, new)
        lines = "".join(
            f'<{thing(base, "solution", name)}> <http://www.w3.org/2000/01/rdf-schema#label> "{text}"@fr .\n'
            for name, text in things.items()
        )

        def load(writer: Any) -> None:
            writer.replace_graph(graph(base, "solutions", source), io.BytesIO(lines.encode()), RdfFormat.N_TRIPLES)
            imports.provenance.keep_changes(writer.attachments, writer.number, source, base, found)

        self._things = things
        return publish(open_store(self.settings), self.settings, "essai", load).number


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(Settings(store=str(tmp_path / "store"), keep_generations=2))


def follow(client: Any) -> set[str]:
    """What a follower of the LDES holds: the pages read from the oldest on, each change applied."""
    root = Graph().parse(data=client.get("/ldes").content, format="turtle")
    view = URIRef(f"{HERE}/ldes")
    relations = sorted(
        (root.value(each, TREE.value).toPython(), str(root.value(each, TREE.node)))
        for each in root.objects(view, TREE.relation)
    )
    held: set[str] = set()
    for _, first in relations:
        address = first
        while address:
            answer = client.get(address.removeprefix(HERE))
            assert "immutable" in answer.headers["cache-control"]
            found = Graph().parse(data=answer.content, format="turtle")
            stream = found.value(None, RDF.type, LDES.EventStream)
            for member in found.objects(stream, TREE.member):
                about = str(found.value(member, DCTERMS.isVersionOf))
                if (member, RDF.type, AS.Delete) in found:
                    held.discard(about)
                else:
                    held.add(about)
            following = [found.value(each, TREE.node) for each in found.objects(URIRef(address), TREE.relation)]
            address = str(following[0]) if following else ""
    return held


def test_a_follower_holds_what_the_graph_holds(source: Source, open_client: Callable[[Settings], Any]) -> None:
    source.publish({"a": "1", "b": "1", "é/c": "1"})
    source.publish({"a": "2", "b": "1", "d": "1"})
    source.publish({"b": "1", "d": "1"})
    client = open_client(source.settings)
    expected = {thing(ROOT, "solution", name) for name in ("b", "d")}
    assert follow(client) == expected


def test_what_each_publication_changed(source: Source, open_client: Callable[[Settings], Any]) -> None:
    first = source.publish({"a": "1", "b": "1"})
    second = source.publish({"a": "2", "c": "1"})
    client = open_client(source.settings)
    told = client.get("/changes").json()
    assert [each["generation"] for each in told["publications"]] == [second, first]
    assert [each["previous"] for each in told["publications"]] == [first, 0]
    assert told["publications"][0]["sources"] == {"essai": {"added": 1, "changed": 1, "removed": 1}}
    assert told["publications"][0]["graphs"] == [graph(ROOT, "solutions", "essai")]
    whole = client.get(told["publications"][0]["address"].removeprefix(HERE)).json()
    found = {(each["iri"].rpartition("/")[2], each["change"]) for each in whole["changes"]}
    assert found == {("a", "changed"), ("b", "removed"), ("c", "added")}
    older = client.get("/changes", params={"before": second}).json()
    assert [each["generation"] for each in older["publications"]] == [first]


def test_blank_nodes_are_left_out(tmp_path: Path) -> None:
    found = {"added": ("_:b0", "<https://exemple.fr/x>", "solution/a b"), "changed": (), "removed": ()}
    changes.record_source(tmp_path, 7, "essai", ROOT, found)
    changes.record_publication(
        tmp_path, None, generation=7, previous=0, moment=datetime(2026, 11, 25, tzinfo=UTC), graphs=()
    )
    told = [each.iri for each in changes.page(tmp_path, 7, 1)]
    assert told == ["https://exemple.fr/x", thing(ROOT, "solution", "a b")]


def test_records_of_another_store_make_way_for_its_own(tmp_path: Path) -> None:
    """A backup that fills a new store brings the records of its own; numbers begin again."""
    before, after = tmp_path / "before", tmp_path / "after"
    for number in (1, 2, 3):
        said = {"generation": number, "previous": number - 1, "moment": datetime(2026, 1, number, tzinfo=UTC)}
        changes.record_publication(before, None, **said, graphs=["urn:other"])
    moment = datetime(2026, 2, 1, tzinfo=UTC)
    changes.record_publication(after, before, generation=2, previous=1, moment=moment, graphs=["urn:own"])
    assert [(each.generation, list(each.graphs)) for each in changes.publications(after)] == [
        (2, ["urn:own"]),
        (1, ["urn:other"]),
    ]


def test_a_large_publication_is_paged(source: Source, open_client: Callable[[Settings], Any]) -> None:
    number = source.publish({f"s{number}": "1" for number in range(CHANGES_A_PAGE + 5)})
    client = open_client(source.settings)
    pages = [client.get(f"/changes/{number}", params={"page": page}).json() for page in (1, 2)]
    assert [len(each["changes"]) for each in pages] == [CHANGES_A_PAGE, 5]
    assert pages[0]["next"] == f"{HERE}/changes/{number}?page=2"
    assert "next" not in pages[1]
    assert len(follow(client)) == CHANGES_A_PAGE + 5
    assert client.get(f"/changes/{number}", params={"page": 3}).status_code == 404
    assert client.get(f"/ldes/{number}/3").status_code == 404


def test_a_closed_page_never_changes(source: Source, open_client: Callable[[Settings], Any]) -> None:
    number = source.publish({"a": "1"})
    client = open_client(source.settings)
    before = client.get(f"/ldes/{number}/1")
    root = client.get("/ldes")
    source.publish({"a": "2"})
    source.publish({"a": "3"})
    later = open_client(source.settings)
    after = later.get(f"/ldes/{number}/1")
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
    again = later.get(f"/ldes/{number}/1", headers={"If-None-Match": before.headers["etag"]})
    assert again.status_code == 304
    assert later.get("/ldes").headers["etag"] != root.headers["etag"]
    assert "immutable" not in root.headers["cache-control"]


def test_a_rollback_is_seen_by_its_followers(source: Source, open_client: Callable[[Settings], Any]) -> None:
    first = source.publish({"a": "1"})
    left = source.publish({"b": "1"})
    rollback(source.settings)
    third = source.publish({"c": "1"})
    client = open_client(source.settings)
    told = client.get("/changes").json()["publications"]
    assert [(each["generation"], each["previous"]) for each in told] == [(third, first), (first, 0)]
    assert client.get(f"/changes/{left}").status_code == 404


@pytest.mark.parametrize("suffix", ["", ".ttl", ".jsonld", ".nt", ".rdf"])
def test_the_stream_in_every_format(source: Source, open_client: Callable[[Settings], Any], suffix: str) -> None:
    source.publish({"a": "1"})
    client = open_client(source.settings)
    parsers = {"": "turtle", ".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt", ".rdf": "xml"}
    found = Graph().parse(data=client.get(f"/ldes{suffix}").content, format=parsers[suffix])
    assert found.value(None, RDF.type, LDES.EventStream) == URIRef(f"{ROOT}/ldes#stream")


def test_the_atom_feed(source: Source, open_client: Callable[[Settings], Any]) -> None:
    source.publish({"a": "1"}, "a&b")
    number = source.publish({"a": "2"}, "a&b")
    client = open_client(source.settings)
    answer = client.get("/changes.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 2
    assert entries[0].findtext(f"{atom}id") == f"{ROOT}/changes/{number}"
    assert "a&b" in str(entries[0].findtext(f"{atom}content"))
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{atom}{name}")


@pytest.mark.parametrize("path", ["/changes/x", "/changes?before=x", "/ldes/1/x", "/changes/1?page=-1"])
def test_wrong_numbers(source: Source, open_client: Callable[[Settings], Any], path: str) -> None:
    source.publish({"a": "1"})
    assert open_client(source.settings).get(path).status_code == 400


def test_imports_of_users_are_in_the_feed(demo_settings: Settings) -> None:
    with open_store(demo_settings).reader() as reader:
        every = changes.publications(reader.attachments)
        counts = {key: each.total for told in every for key, each in told.sources.items()}
        assert counts["exemple-35"] > 100
        first = changes.page(reader.attachments, every[0].generation, 1)
    assert all(each.iri.startswith(f"{ROOT}/id/") for each in first)
    assert {each.kind for each in first} == {"added"}
