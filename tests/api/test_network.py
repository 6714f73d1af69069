"""The network over HTTP: documents, files, what is refused."""

import io
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from ftgraph_api.kept import Kept

BASE = "/api/v1/network"
ASKED = "territory=departement:35&on=2026-11-24"


@pytest.fixture
def client(demo_settings, open_client):
    return open_client(demo_settings)


def test_before_and_after(client):
    answer = client.get(f"{BASE}/before-after?{ASKED}")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["as_of"] == "2026-11-24"
    assert found["territory"].endswith("/departement/35")
    changes = found["before_after"]
    assert changes["before"]["bodies"] == 8
    assert changes["meetings_saved"] == changes["before"]["meetings"] - changes["after"]["meetings"]
    assert sum(line["meetings"] or 0 for line in changes["before"]["lines"]) == changes["before"]["meetings"]
    assert (
        client.get(f"{BASE}/before-after?{ASKED}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    )


def test_a_score_is_explained_by_its_parts(client):
    found = client.get(f"{BASE}/merge?{ASKED}").json()["merging"]
    pair = found["pairs_now"][0]
    parts = [pair[name] for name in ("members", "fields", "territory") if pair[name]["told"]]
    assert pair["score"] == round(100 * sum(part["points"] for part in parts) / sum(part["most"] for part in parts))
    assert found["now"][0]["saved"] > 0


@pytest.mark.parametrize(
    "question", ["before-after", "merge", "seats", "actors", "silos", "actors/caf-d-ille-et-vilaine"]
)
@pytest.mark.parametrize("kind", ["json", "csv", "text"])
def test_every_question_in_every_format(client, question, kind):
    answer = client.get(f"{BASE}/{question}?{ASKED}&format={kind}&lang=en")
    assert answer.status_code == 200, answer.text
    assert answer.content


def test_an_actor_by_name(client):
    found = client.get(f"{BASE}/actors/caf?{ASKED}").json()["actor"]
    assert found["actor"]["key"] == "caf-d-ille-et-vilaine"
    assert found["never_after"]
    assert client.get(f"{BASE}/actors/nobody-at-all?{ASKED}").status_code == 404


def test_the_files_open_again(client):
    graph = nx.read_gexf(io.BytesIO(client.get(f"{BASE}.gexf?{ASKED}").content))
    again = nx.read_graphml(io.BytesIO(client.get(f"{BASE}.graphml?{ASKED}").content))
    assert set(graph.nodes) == set(again.nodes)
    drawn = client.get(f"{BASE}.svg?{ASKED}")
    assert drawn.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert ET.fromstring(drawn.content).tag.endswith("svg")
    assert client.get(f"{BASE}.csv?{ASKED}").content.count(b"\r\n") > 80
    meets = nx.read_gexf(io.BytesIO(client.get(f"{BASE}.gexf?{ASKED}&graph=meets").content))
    assert len(meets) < len(graph)


@pytest.mark.parametrize(
    "asked", ["before-after?territory=nullepart", "merge?on=hier", "seats?x=1", "silos?format=gexf"]
)
def test_what_is_wrong_is_refused(client, asked):
    answer = client.get(f"{BASE}/{asked}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_another_graph_is_refused(client):
    assert client.get(f"{BASE}.gexf?graph=x").status_code == 400
    assert client.get(f"{BASE}.pdf").status_code in (400, 404, 406)


def test_what_is_kept_is_made_once_and_the_least_used_goes():
    made = []
    kept = Kept(most=2)

    def value(key):
        return kept.get(key, lambda: made.append(key) or key)

    assert [value(key) for key in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert made == ["a", "b", "c", "b"]
