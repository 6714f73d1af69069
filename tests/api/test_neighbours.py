"""`/api/v1/export`: solutions in a neighbour's model, over HTTP."""

import json

import pytest

ADDRESS = "/api/v1/export"


@pytest.fixture
def client(published, open_client):
    return open_client(published)


@pytest.mark.parametrize(
    ("asked", "media_type"),
    [
        ("as=hsds", "application/json"),
        ("as=data-inclusion", "application/jsonl"),
        ("as=cpsv-ap", "text/turtle; charset=utf-8"),
        ("as=cpsv-ap&format=jsonld", "application/ld+json"),
        ("as=schema-org", "application/ld+json"),
    ],
)
def test_each_model_comes_in_its_own_format(client, asked, media_type):
    answer = client.get(f"{ADDRESS}?{asked}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == media_type
    assert answer.content
    again = client.get(f"{ADDRESS}?{asked}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_filters_choose_as_for_solutions(client):
    every = client.get(f"{ADDRESS}?as=hsds").json()
    some = client.get(f"{ADDRESS}?as=hsds&territory=commune:35238").json()
    assert 0 < some["total_items"] < every["total_items"]
    rows = client.get("/api/v1/solutions?territory=commune:35238").json()
    assert some["total_items"] == rows["total"]


def test_the_media_type_chooses_among_those_of_the_model(client):
    answer = client.get(f"{ADDRESS}?as=cpsv-ap", headers={"Accept": "application/ld+json"})
    assert json.loads(answer.content)["@graph"]
    assert client.get(f"{ADDRESS}?as=hsds", headers={"Accept": "text/turtle"}).status_code == 406


@pytest.mark.parametrize("asked", ["", "as=hl7", "as=hsds&format=turtle", "as=hsds&territory=nullepart", "as=hsds&x=1"])
def test_what_cannot_be_asked_is_a_problem(client, asked):
    answer = client.get(f"{ADDRESS}?{asked}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
