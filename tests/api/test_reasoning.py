"""`/api/v1/reasoning/classes`: what follows from what is published, over HTTP."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import date

import pytest

from ftgraph import assets
from ftgraph.publish.committee_files import ToPublish, publish_committees

DEMO = assets.data() / "demo" / "committees"
ADDRESS = "/api/v1/reasoning/classes"


@pytest.fixture(scope="module")
def holding(published, tmp_path_factory):
    store = tmp_path_factory.mktemp("reasoning") / "store"
    shutil.copytree(published.store, store)
    settings = replace(published, store=str(store))
    publish_committees(settings, [ToPublish(DEMO / "departement-35", "departement-35", date(2024, 6, 1))], "test")
    return settings


@pytest.fixture
def client(holding, open_client):
    return open_client(holding)


def test_each_row_says_the_class_and_why(client):
    answer = client.get(f"{ADDRESS}?class=StateLocalContract")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["total"] == 1
    (row,) = found["classification"]["rows"]
    assert row["kind_label"]["fr"] == "contractualisation État-collectivité"
    assert any("Préfecture" in each["fr"] for each in row["facts"])
    again = client.get(f"{ADDRESS}?class=StateLocalContract", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_limit_cuts_rows_and_keeps_the_total(client):
    every = client.get(ADDRESS).json()
    one = client.get(f"{ADDRESS}?limit=1").json()
    assert len(one["classification"]["rows"]) == 1 < one["total"] == every["total"]


def test_csv(client):
    answer = client.get(f"{ADDRESS}?format=csv&territory=departement:35")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert "comité départemental" in {row["Classe"] for row in rows}


@pytest.mark.parametrize("asked", ["class=Rien", "source=rien", "territory=nullepart", "limit=99999999", "x=1"])
def test_what_cannot_be_asked_is_a_problem(client, asked):
    answer = client.get(f"{ADDRESS}?{asked}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
