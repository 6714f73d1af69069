"""The committees of the graph over HTTP: lists, one committee, its members, who sits where, whose term ends."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import date

import pytest

from ftgraph import assets
from ftgraph.namespaces import ROOT
from ftgraph.publish.committee_files import ToPublish, publish_committees

DEMO = assets.data() / "demo" / "committees"
BASE = "/api/v1/committees"


@pytest.fixture(scope="module")
def holding(published, tmp_path_factory):
    store = tmp_path_factory.mktemp("committees") / "store"
    shutil.copytree(published.store, store)
    settings = replace(published, store=str(store))
    files = [ToPublish(DEMO / "departement-35", "departement-35", date(2024, 6, 1))]
    files.append(ToPublish(DEMO / "departement-35-code-du-travail", "law-35", date(2026, 11, 20)))
    publish_committees(settings, files, "test")
    return settings


@pytest.fixture
def client(holding, open_client):
    return open_client(holding)


def test_the_list_says_what_each_check_concluded(client):
    answer = client.get(BASE)
    assert answer.status_code == 200, answer.text
    found = {each["key"]: each for each in answer.json()["committees"]}
    assert set(found) == {"departement-35", "law-35"}
    assert found["departement-35"]["rule_set"] == "prefiguration-2023"
    assert found["departement-35"]["conformity"] == "conform-as-far-as-decidable"
    assert found["departement-35"]["checked_on"] == "2024-06-01"
    assert found["law-35"]["rule_set"] == "code-du-travail"
    assert answer.json()["total"] == 2


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("level=departement", {"departement-35", "law-35"}),
        ("level=national", set()),
        ("territory=departement:35", {"departement-35", "law-35"}),
        ("territory=region:53", {"departement-35", "law-35"}),
        ("territory=commune:35238", set()),
        ("not_conform=true", set()),
    ],
)
def test_the_list_is_narrowed(client, asked, keys):
    answer = client.get(f"{BASE}?{asked}")
    assert answer.status_code == 200, answer.text
    assert {each["key"] for each in answer.json()["committees"]} == keys


def test_one_committee_by_key_and_by_iri(client):
    answer = client.get(f"{BASE}/departement-35?on=2024-06-01")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    names = [line["holders"][0]["person"] for line in found["composition"]["co_presidents"]]
    assert "Berthe Lanvaux" in names
    again = client.get(f"{BASE}/{found['committee']['iri']}?on=2024-06-01")
    assert again.json() == found


def test_members_depend_on_the_day(client):
    def people(day):
        seats = client.get(f"{BASE}/departement-35/members?on={day}").json()["seats"]
        return {seat["person"] for seat in seats if seat["person"]}

    assert "Inès Salaün" in people("2024-06-01")
    assert people("2023-05-14") == set()


@pytest.mark.parametrize("asked", ["organisation=Cap%20emploi", "person=salaun"])
def test_who_sits_where(client, asked):
    seats = client.get(f"/api/v1/seats?on=2024-06-01&{asked}").json()["seats"]
    assert {(seat["person"], seat["body"]) for seat in seats} >= {("Inès Salaün", "COPIL"), ("Inès Salaün", "COTECH")}
    assert all(seat["organisation"] == "Cap emploi Ille-et-Vilaine" for seat in seats)


def test_terms_that_end(client):
    soon = client.get(f"{BASE}/ending?months=0&on=2024-10-01").json()["seats"]
    later = client.get(f"{BASE}/ending?months=120&on=2024-10-01").json()["seats"]
    assert soon == []
    assert later
    assert [seat["valid_until"] for seat in later] == sorted(seat["valid_until"] for seat in later)


@pytest.mark.parametrize("path", [BASE, f"{BASE}/departement-35", f"{BASE}/departement-35/members"])
def test_csv_and_text(client, path):
    answer = client.get(path, headers={"Accept": "text/csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) > 2
    assert len({len(row) for row in rows}) == 1
    text = client.get(path, headers={"Accept": "text/plain"})
    assert text.headers["content-type"].startswith("text/plain")
    assert "Ille-et-Vilaine" in text.text


def test_the_same_answer_is_not_sent_twice(client):
    etag = client.get(BASE).headers["etag"]
    assert client.get(BASE, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (f"{BASE}/departement-99", 404, "departement-99"),
        (f"{BASE}/{ROOT}/id/committee/x/members", 404, "clé"),
        (f"{BASE}?level=cantonal", 400, "cantonal"),
        (f"{BASE}?territory=Atlantide", 400, "Atlantide"),
        (f"{BASE}/ending?months=121", 400, "121"),
        ("/api/v1/seats", 400, "personne"),
        ("/api/v1/seats?person=a", 400, "court"),
    ],
)
def test_what_cannot_be_answered_is_said(client, path, status, words):
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.text
