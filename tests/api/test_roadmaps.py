"""Roadmaps, needs, practices, deliverables and history over HTTP, on the example."""

import csv
import io

import pytest

DAY = "on=2026-11-24"


@pytest.fixture
def client(demo_settings, open_client):
    return open_client(demo_settings)


@pytest.mark.parametrize(
    ("path", "key", "total"),
    [
        (f"/api/v1/roadmaps?{DAY}", "roadmaps", 4),
        (f"/api/v1/roadmaps?{DAY}&all=true", "roadmaps", 6),
        (f"/api/v1/roadmaps?{DAY}&committee=local-vitre", "roadmaps", 1),
        (f"/api/v1/needs?{DAY}", "needs", 6),
        (f"/api/v1/needs?{DAY}&open=true", "needs", 3),
        (f"/api/v1/needs?{DAY}&state=raised", "needs", 1),
        (f"/api/v1/needs?{DAY}&committee=region-53", "needs", 1),
        (f"/api/v1/practices?{DAY}", "practices", 3),
        (f"/api/v1/practices?{DAY}&state=assessed", "practices", 1),
        (f"/api/v1/deliverables?{DAY}&late=true", "deliverables", 3),
        (f"/api/v1/deliverables?{DAY}&committee=departement-35&year=2023", "deliverables", 4),
    ],
)
def test_a_list(client, path, key, total):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json()["as_of"] == "2026-11-24"
    assert answer.json()["total"] == len(answer.json()[key]) == total
    assert client.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    rows = list(csv.reader(io.StringIO(client.get(f"{path}&format=csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == total + 1


def test_one_committee_in_every_format(client):
    path = f"/api/v1/roadmaps/local-fougeres?{DAY}"
    found = client.get(path).json()
    assert found["committee"]["level"] == "LOC"
    assert [each["function"] for each in found["functions"]] == ["support", "co-presidency"]
    diary = client.get(f"{path}&format=ics")
    assert diary.headers["content-type"] == "text/calendar; charset=utf-8"
    assert diary.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert client.get(path, headers={"Accept": "text/calendar"}).content == diary.content


def test_one_need(client):
    found = client.get(f"/api/v1/needs/BES-FOU-2026-01?{DAY}").json()["need"]
    assert [stop["level"] for stop in found["path"]] == ["LOC", "DEP", "REG"]
    record = found["records"][0]
    assert client.get(f"/api/v1/needs/{record}?{DAY}").json()["need"]["reference"] == "BES-FOU-2026-01"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/roadmaps/nothing", 404),
        ("/api/v1/roadmaps?committee=nothing", 404),
        ("/api/v1/needs/nothing", 404),
        ("/api/v1/needs?state=nothing", 400),
        ("/api/v1/deliverables?year=x", 400),
        ("/api/v1/practices?on=0001-01-01", 400),
        ("/api/v1/roadmaps/local-fougeres?format=xlsx", 400),
        ("/api/v1/history", 400),
        ("/api/v1/history?thing=nothing", 404),
    ],
)
def test_what_cannot_be_answered(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_history(client):
    found = client.get(f"/api/v1/history?thing=local-fougeres&{DAY}").json()["history"]
    assert found["label"] == "Comité local pour l’emploi de Fougères"
    assert found["present"]
    assert client.get(f"/api/v1/history?thing=bassin&{DAY}&format=csv").content.decode("utf-8-sig").startswith("Du;Au;")
    again = client.get("/api/v1/history", params={"thing": found["iri"], "on": "2026-11-24"})
    assert again.json()["history"]["iri"] == found["iri"]
