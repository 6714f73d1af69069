"""Contracts and the charter over HTTP, on the example."""

import csv
import io

import pytest

BASE = "/api/v1/contracts"
CALL = "local-fougeres/appel-a-manifestation-d-interet-mobilites-solidaires-du-pays-ae145bd7bead"
ON = "on=2026-11-24"
ANSWERS = [
    (f"{BASE}?{ON}&territory=departement:35&party=Rennes%20M%C3%A9tropole", "contracts", 2),
    (f"{BASE}?{ON}&type=CRTE", "contracts", 1),
    (f"{BASE}?all=true", "contracts", 19),
    (f"{BASE}/ending?{ON}&months=3", "ending", 2),
    (f"{BASE}/unreviewed?{ON}", "unreviewed", 3),
    (f"{BASE}/competing?{ON}", "competing", 4),
    (f"{BASE}/funding?{ON}&barrier=mobilite&territory=departement:35", "funding", 4),
    (f"{BASE}/responses?{ON}", "responses", 3),
    (f"{BASE}/responses?{ON}&call={CALL}", "responses", 1),
    (f"{BASE}/overload?{ON}&least=9", "actors", 4),
    (f"{BASE}/succession?{ON}", "successions", 2),
    (f"/api/v1/charter?{ON}", "charters", 1),
]


@pytest.fixture
def client(demo_settings, open_client):
    return open_client(demo_settings)


@pytest.mark.parametrize(("path", "key", "total"), ANSWERS)
def test_each_question_is_answered(client, path, key, total):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["total"], len(found[key])) == (total, total)
    assert client.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    text = client.get(f"{path}&format=csv")
    assert "attachment" in text.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) - 1 >= total


def test_one_contract_by_its_key(client):
    path = f"{BASE}/departement-35-code-du-travail/contrat-local-des-solidarites-2024-2027-exemple"
    found = client.get(f"{path}?{ON}").json()
    assert found["contract"]["envelopes"][0]["kind"] == "shared"
    assert found["contract"]["type_label"]["fr"] == "Contrat local des solidarités"
    assert found["calendar"][-1]["what"] == "end"
    again = client.get(f"{BASE}/{found['contract']['iri']}?{ON}").json()
    assert again == found


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{BASE}/nothing/here", 404, "n’a la clé"),
        (f"{BASE}/funding", 400, "« barrier » manque"),
        (f"{BASE}/funding?barrier=zzzz", 400, "n’existe pas"),
        (f"{BASE}?type=zzzz", 400, "n’existe pas"),
        (f"{BASE}?territory=nullepart", 400, "nullepart"),
        (f"{BASE}/ending?months=200", 400, "de 0 à 120"),
        ("/api/v1/charter?state=zzzz", 400, "valeur inconnue"),
    ],
)
def test_what_is_wrong_is_a_problem_with_a_cure(client, path, status, said):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json()["detail"]


def test_english(client):
    found = client.get(f"{BASE}/competing?{ON}&lang=en&format=csv").content.decode("utf-8-sig")
    assert "Same field (Mobility)" in found
