"""Indicators over HTTP: dashboards, comparisons, observations, doubles."""

import csv
import io

import pytest

from ftgraph_api.routes.indicators import LIMIT


@pytest.fixture
def client(demo_settings, open_client):
    return open_client(demo_settings)


def test_a_dashboard(client):
    answer = client.get("/api/v1/dashboard", params={"territory": "departement:35", "by": "operator"})
    assert answer.status_code == 200, answer.text
    told = answer.json()["dashboard"]
    assert told["cards"][0]["key"] == "vacancy-filling-rate"
    again = client.get(
        "/api/v1/dashboard",
        params={"territory": "departement:35", "by": "operator"},
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304


def test_a_dashboard_as_files(client):
    asked = {"territory": "departement:35", "indicator": "registered", "by": "gender"}
    answer = client.get("/api/v1/dashboard", params={**asked, "format": "csv"})
    assert answer.headers["content-disposition"] == 'attachment; filename="tableau-de-bord.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Ventilation"] for row in rows} == {"", "Femmes", "Hommes"}
    assert client.get("/api/v1/dashboard", params={**asked, "format": "xlsx"}).content.startswith(b"PK")


def test_no_format_holds_a_withheld_value(client):
    asked = {"territory": "bassin:EX35-07", "indicator": "reorientations"}
    rows = client.get("/api/v1/observations", params=asked).json()["observations"]
    assert {row["status"] for row in rows} == {"withheld"}
    assert {row["value"] for row in rows} == {None}
    for path in ("/api/v1/observations", "/api/v1/dashboard"):
        told = client.get(path, params={**asked, "format": "csv"}).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(told), delimiter=";"))
        assert {row["Valeur"] for row in rows} == {""}
        assert {row["État"] for row in rows} == {"masquée"}


def test_a_comparison_is_ranked(client):
    answer = client.get("/api/v1/comparison", params={"territory": "departement:35", "level": "bassin"}).json()
    assert [row["rank"] for row in answer["comparison"]["rows"]] == list(range(1, 9))
    two = client.get("/api/v1/comparison", params={"territory": "35", "with": "departement:22"}).json()
    assert len(two["comparison"]["rows"]) == 2


def test_observations_are_limited(client):
    answer = client.get("/api/v1/observations", params={"limit": 3}).json()
    assert len(answer["observations"]) == 3
    assert answer["total"] > LIMIT.default


def test_doubles_and_the_core(client):
    found = client.get("/api/v1/indicators/doubles").json()["doubles"]
    assert found["doubles"]
    assert found["contradictions"]
    assert len([each for each in client.get("/api/v1/indicators").json()["indicators"] if each["core"]]) == 17


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/dashboard",
        "/api/v1/dashboard?territory=departement:35&operator=zzz",
        "/api/v1/dashboard?territory=departement:35&by=zzz",
        "/api/v1/dashboard?territory=departement:35&period=hier",
        "/api/v1/comparison?territory=departement:35",
        "/api/v1/comparison?territory=departement:35&level=zzz",
        "/api/v1/observations?indicator=zzz",
    ],
)
def test_what_is_not_understood_is_400_with_a_cure(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.json()["cure"]
