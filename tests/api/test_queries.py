"""The open questions: each file of the catalogue at an address of its own."""

from ftgraph_api import open_queries


def test_every_question_is_listed_and_documented(client):
    listed = {each["name"]: each for each in client.get("/api/v1/queries").json()}
    assert set(listed) == set(open_queries.exposed())
    assert not any(name.startswith(("derive/", "index/")) for name in listed)
    paths = client.get("/openapi.json").json()["paths"]
    for name, each in listed.items():
        described = paths[f"/api/v1/queries/{name}"]["get"]
        asked = [*(p["name"] for p in each["parameters"]), "format"]
        assert [p["name"] for p in described["parameters"]] == asked


def test_a_question_is_answered_in_the_formats_of_sparql(client):
    path = "/api/v1/queries/territories/zones?zoning=clpe&day=2026-11-24"
    rows = client.get(path).json()["results"]["bindings"]
    assert [row["code"]["value"] for row in rows] == ["EX1", "EX2", "EX3"]
    csv = client.get(f"{path}&format=csv")
    assert csv.text.splitlines()[0] == "code,label,version"
    tag = csv.headers["etag"]
    assert client.get(f"{path}&format=csv", headers={"If-None-Match": tag}).status_code == 304


def test_wrong_questions_are_told(client):
    assert client.get("/api/v1/queries/derive/meets").status_code == 404
    assert client.get("/api/v1/queries/territories/zones").status_code == 400
    assert client.get("/api/v1/queries/territories/zones?zoning=x&day=hier").status_code == 400
    assert client.get("/api/v1/queries/territories/zones?zoning=x&day=2026-01-01&other=1").status_code == 400
    injected = client.get('/api/v1/queries/territories/zones?zoning="}+DROP+ALL+%23&day=2026-01-01')
    assert injected.json()["results"]["bindings"] == []
