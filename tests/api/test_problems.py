"""One shape for every error of every route."""

import re

import pytest
from fastapi.routing import APIRoute

from ftgraph.settings import Settings
from ftgraph_api.app import create_app
from ftgraph_api.parameters import LONGEST, MOST_VALUES
from ftgraph_api.routes.sparql import Direct

DATA_ROUTES = [
    "/api/v1/solutions",
    "/api/v1/solutions.csv",
    "/api/v1/coverage",
    "/api/v1/coverage.xlsx",
    "/api/v1/territories",
    "/api/v1/territories/commune/35238",
    "/api/v1/vocabularies/barrier",
]


def check(answer, status: int, slug: str) -> dict:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert {"type", "title", "status", "detail"} <= set(body) <= {
        "type", "title", "status", "detail", "cure", "candidates", "line", "column",
    }  # fmt: skip
    assert body["type"] == f"https://w3id.org/ftgraph/problem/{slug}"
    assert body["status"] == status
    assert all(isinstance(body[name], str) and body[name] for name in ("title", "detail"))
    assert "Traceback" not in answer.text
    return body


# What stands for the parts of an address that vary: nothing is called so.
NOTHING = {"number": "9", "generation": "9", "page": "9"}


def test_every_route_answers_every_fault_in_the_one_shape(published: Settings, open_client) -> None:
    """All routes there are, also those that a later module adds: a method unknown to it, a long address, nothing."""
    client = open_client(published)
    routes = create_app(published).state.routes
    assert len(routes) > 150
    seen = set()
    for route in routes:
        path = re.sub(r"{(\w+)(:path)?}", lambda part: NOTHING.get(part[1], "nothing"), route.path)
        if path in seen:
            continue
        seen.add(path)
        unknown = client.request("BREW", path, headers={"Accept": "*/*"})
        check(unknown, 405, "method-not-allowed")
        assert route.methods <= set(unknown.headers["allow"].split(", ")), path
        check(client.get(f"{path}?x={'y' * 9000}"), 414, "uri-too-long")
        if "{" in route.path and "GET" in route.methods:
            absent = client.get(path, headers={"Accept": "*/*"})
            if absent.status_code >= 400:
                check(absent, absent.status_code, absent.json()["type"].rpartition("/")[2])
                assert absent.status_code < 500, (path, absent.text)


def test_a_breakdown_tells_nothing_whatever_the_route(published: Settings, open_client, monkeypatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret/path/of/the/machine")

    client = open_client(published)
    client.get("/health/ready")
    for name in ("newest", "at", "desk"):
        monkeypatch.setattr(f"ftgraph_api.state.State.{name}", broken)
    broken_down = 0
    for path, methods in create_app(published).openapi()["paths"].items():
        if "get" not in methods:
            continue
        asked = {
            each["name"]: "departement:35" for each in methods["get"].get("parameters", ()) if each.get("required")
        }
        asked = {"query": "ASK { ?s ?p 0 }"} if path == "/sparql" else asked
        answer = client.get(re.sub(r"{\w+}", "9", path), params=asked, headers={"Accept": "*/*"})
        assert "secret/path" not in answer.text
        if answer.status_code >= 500:
            check(answer, 500, "error")
            broken_down += 1
    assert broken_down > 15


@pytest.mark.parametrize("path", DATA_ROUTES)
def test_unknown_parameter(client, path: str) -> None:
    body = check(client.get(path, params={"formatt": "csv"}), 400, "usage")
    assert "formatt" in body["detail"]
    assert "« format »" in body["cure"]


@pytest.mark.parametrize("path", DATA_ROUTES)
def test_unknown_format(client, path: str) -> None:
    if path.endswith((".csv", ".xlsx")):
        path = path.rpartition(".")[0] + ".odt"
    check(client.get(path, params={"format": "odt"}), 400, "usage")


@pytest.mark.parametrize("path", ["/nothing", "/api/v2/solutions", "/api/v1/solutions/", "/api/v1", "/docs"])
def test_not_found(client, path: str) -> None:
    check(client.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("path", "status", "slug", "words"),
    [
        ("/api/v1/solutions?territory=renes", 400, "unknown-territory", "renes"),
        ("/api/v1/solutions?territory=planete:mars", 400, "unknown-territory", "planete"),
        ("/api/v1/solutions?barrier=mobilites", 400, "unknown-concept", "mobilites"),
        ("/api/v1/solutions?sort=distance", 400, "usage", "distance"),
        ("/api/v1/solutions?sort=best", 400, "usage", "best"),
        ("/api/v1/solutions?reach=on-site", 400, "usage", "reach"),
        ("/api/v1/solutions?limit=1001", 400, "usage", "1001"),
        ("/api/v1/solutions?limit=-1", 400, "usage", "-1"),
        ("/api/v1/solutions?limit=ten", 400, "usage", "nombre entier"),
        ("/api/v1/solutions?limit=1&limit=2", 400, "usage", "2 fois"),
        ("/api/v1/solutions?on=20261124", 400, "usage", "AAAA-MM-JJ"),
        ("/api/v1/solutions?as_of=2026-02-30", 400, "usage", "date"),
        ("/api/v1/solutions?min_quality=nan", 400, "usage", "0 à 1"),
        ("/api/v1/solutions?min_quality=7", 400, "usage", "0 à 1"),
        ("/api/v1/solutions?interpret=maybe", 400, "usage", "true ou false"),
        ("/api/v1/solutions?cursor=%00%ff", 400, "usage", "curseur"),
        (f"/api/v1/solutions?text={'a' * (LONGEST + 1)}", 400, "usage", str(LONGEST)),
        (f"/api/v1/solutions?{'fee=gratuit&' * (MOST_VALUES + 1)}", 400, "usage", str(MOST_VALUES)),
        (f"/api/v1/solutions?{'fee=&' * 400}", 400, "usage", "300"),
        ("/api/v1/solutions?source=nowhere", 400, "unknown-concept", "Sources : "),
        ("/api/v1/coverage?territory=departement:35&source=nowhere", 400, "unknown-concept", "Sources : "),
        ("/api/v1/coverage", 400, "usage", "territory=departement:35"),
        ("/api/v1/coverage?territory=departement:35&reach=remote", 400, "usage", "reach"),
        ("/api/v1/coverage?territory=departement:35&zoning=x", 400, "unknown-territory", "x"),
        ("/api/v1/territories", 400, "usage", "q"),
        ("/api/v1/territories?q=a&kind=planet", 400, "unknown-territory", "planet"),
        ("/api/v1/territories/commune/99999", 404, "unknown-territory", "99999"),
        ("/api/v1/vocabularies/nothing", 404, "not-found", "nothing"),
    ],
)
def test_what_is_wrong_is_said(client, path: str, status: int, slug: str, words: str) -> None:
    body = check(client.get(path), status, slug)
    assert words in body["detail"] + body.get("cure", "")


def test_candidates_can_be_used(client) -> None:
    body = check(client.get("/api/v1/solutions?territory=renes"), 400, "unknown-territory")
    assert {"value": "commune:35238", "label": "Rennes"} in body["candidates"]
    shared = check(client.get("/api/v1/solutions?territory=Rennes"), 400, "unknown-territory")
    values = [each["value"] for each in shared["candidates"]]
    assert {"commune:35238", "arrondissement:353", "clpe:EX1"} <= set(values)
    assert client.get("/api/v1/solutions", params={"territory": values[0]}).status_code == 200


def test_in_english_on_request(client) -> None:
    path = "/api/v1/solutions?territory=renes"
    for asked in (client.get(f"{path}&lang=en"), client.get(path, headers={"Accept-Language": "en"})):
        body = check(asked, 400, "unknown-territory")
        assert body["title"] == "Unknown or ambiguous territory"
        assert body["detail"].startswith("No territory")
        assert asked.headers["content-language"] == "en"


def test_openapi_names_every_parameter_and_problem(published: Settings) -> None:
    app = create_app(published)
    document = app.openapi()
    operation = document["paths"]["/api/v1/solutions"]["get"]
    names = [parameter["name"] for parameter in operation["parameters"]]
    for name in "barrier territory public fee mode type network source reach extent freshness text near sort".split():
        assert name in names
    assert len(names) == len(set(names))
    assert {"200", "304", "400", "406", "410", "500", "503"} <= set(operation["responses"])
    content = operation["responses"]["200"]["content"]
    assert content["application/json"]["schema"]["$ref"].endswith("/Answer")
    assert {"text/csv", "text/turtle", "application/ld+json", "application/geo+json"} <= set(content)
    assert all(
        isinstance(route, APIRoute | Direct) or route.path == "/openapi.json"
        for route in app.routes
        if hasattr(route, "path")
    )


@pytest.mark.parametrize("host", ['evil"><x', "a b", "a/b", "a@b", "", "a:b", "[::1", "a,b"])
def test_a_host_that_is_none_is_refused(client, host: str) -> None:
    """Addresses made of it stand in RDF, XML and HTML answers."""
    for path in ("/sparql", "/catalogue", "/", "/sitemap.xml"):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json"), path


@pytest.mark.parametrize("host", ["test", "test:8000", "[::1]:8000", "127.0.0.1", "xn--bcher-kva.example", "a_b"])
def test_a_host_is_accepted(client, host: str) -> None:
    assert client.get("/health/live", headers={"Host": host}).status_code == 200
