"""`GET /api/v1/solutions`: the answer, its formats, its pages, its tags."""

import csv
import io

import pytest
from openpyxl import load_workbook
from rdflib import Graph

PATH = "/api/v1/solutions"


def ids(response):
    return [row["id"] for row in response.json()["rows"]]


def test_answers_for_a_zone_say_how_they_reach_it(client) -> None:
    answer = client.get(PATH, params={"territory": "clpe:EX2", "barrier": "mobilite"})
    assert answer.status_code == 200
    rows = {row["id"]: row for row in answer.json()["rows"]}
    assert answer.json()["total"] == 3
    assert {name: row["reach"] for name, row in rows.items()} == {"b": "wider-zone", "d": "remote", "e": "unstated"}
    assert rows["b"]["coverage"]["extent"] == "all"
    assert rows["e"]["coverage"]["extent"] == "unstated"
    assert rows["e"]["freshness"] == "to-check"
    assert answer.json()["facets"]["reach"][0] == {"value": "on-site", "label": "Sur place", "count": 0}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"public": "jeunes", "barrier": "mobilite"}, {"a", "b", "d", "e"}),
        ({"public": "femmes"}, {"f"}),
        ({"fee": "payant"}, {"c"}),
        ({"mode": "a-distance"}, {"d"}),
        ({"source": "essai"}, {"a", "b", "c", "d", "e", "f"}),
        ({"territory": "clpe:EX1", "reach": "on-site"}, {"a", "b", "f"}),
        ({"territory": "departement:35", "extent": "part"}, {"a"}),
        ({"freshness": "to-check"}, {"e"}),
        ({"updated_since": "2026-10-15"}, {"f"}),
        ({"min_quality": "0,9"}, set()),
        ({"text": "garde"}, {"c"}),
        ({"text": "petit", "interpret": "false"}, {"a"}),
        ({"barrier": ["mobilite", "famille"], "fee": ["gratuit", "payant"]}, {"a", "b", "c", "d", "e"}),
        ({"barrier": "", "territory": ""}, {"a", "b", "c", "d", "e", "f"}),
    ],
)
def test_filters(client, query, expected) -> None:
    answer = client.get(PATH, params={**query, "on": "2026-11-24"})
    assert answer.status_code == 200, answer.text
    assert set(ids(answer)) == expected


def test_order_and_distance(client) -> None:
    answer = client.get(PATH, params={"near": "35360", "sort": "distance", "barrier": "mobilite"})
    rows = answer.json()["rows"]
    distances = [row["distance_km"] for row in rows]
    assert distances == sorted(distances)
    assert rows[0]["id"] == "e"
    assert distances[0] < 1
    assert 20 < distances[1] < 40


def test_language(client) -> None:
    french = client.get(PATH, params={"territory": "clpe:EX2"})
    english = client.get(PATH, params={"territory": "clpe:EX2"}, headers={"Accept-Language": "en-GB, fr;q=0.5"})
    assert french.headers["content-language"] == "fr"
    assert english.headers["content-language"] == "en"
    assert english.json()["facets"]["reach"][0]["label"] == "On site"
    assert french.headers["etag"] != english.headers["etag"]


def test_pages_neither_repeat_nor_skip(client) -> None:
    whole = ids(client.get(PATH, params={"limit": 100}))
    assert len(whole) == 6
    sizes, seen, address = [], [], f"{PATH}?limit=2"
    while address:
        answer = client.get(address)
        sizes.append(len(ids(answer)))
        seen += ids(answer)
        address = answer.links.get("next", {}).get("url")
        cursor = answer.json()["next_cursor"]
        assert bool(cursor) == bool(address)
    assert sizes == [2, 2, 2]
    assert seen == whole


def test_a_limit_of_zero_counts_without_rows(client) -> None:
    answer = client.get(PATH, params={"limit": 0}).json()
    assert (answer["rows"], answer["total"]) == ([], 6)


def test_an_unchanged_answer_is_not_sent_again(client) -> None:
    first = client.get(PATH, params={"barrier": "mobilite"})
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]
    for given in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = client.get(PATH, params={"barrier": "mobilite"}, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get(PATH, params={"barrier": "famille"}, headers={"If-None-Match": tag})
    assert other.status_code == 200
    for more in ({"Accept": "text/csv"}, {"Accept-Language": "en"}):
        table = client.get(PATH, params={"barrier": "mobilite"}, headers={"If-None-Match": tag, **more})
        assert table.status_code == 200


def test_csv_holds_every_row_unless_a_limit_is_given(client) -> None:
    every = client.get(f"{PATH}.csv", params={"territory": "departement:35"})
    assert every.headers["content-type"] == "text/csv; charset=utf-8"
    assert every.headers["content-disposition"].startswith('attachment; filename="solutions-departement-35-')
    assert every.headers["content-disposition"].endswith('.csv"')
    rows = list(csv.reader(io.StringIO(every.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == 1 + 6
    assert "'=CMD()" in [row[0] for row in rows]
    page = client.get(f"{PATH}.csv", params={"territory": "departement:35", "limit": 2})
    assert len(page.content.splitlines()) < len(every.content.splitlines())
    assert 'rel="next"' in page.headers["link"]


# rdflib's JSON-LD parser calls what rdflib itself deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_every_format_has_the_same_rows(client) -> None:
    query = {"territory": "departement:35", "barrier": "mobilite"}
    expected = {"a", "b", "d", "e"}
    book = load_workbook(io.BytesIO(client.get(f"{PATH}.xlsx", params=query).content))
    names = [cell.value for cell in book.worksheets[0][1]]
    position = names.index("Identifiant")
    assert {row[position] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)} == expected
    places = client.get(f"{PATH}.geojson", params=query).json()
    assert {feature["properties"]["identifier"] for feature in places["features"]} == expected
    query_text = (
        "SELECT ?i { ?s a <http://purl.org/vocab/cpsv#PublicService> ; <http://purl.org/dc/terms/identifier> ?i }"
    )
    for suffix, kind in (("ttl", "turtle"), ("jsonld", "json-ld")):
        graph = Graph().parse(data=client.get(f"{PATH}.{suffix}", params=query).content, format=kind)
        assert {str(row[0]) for row in graph.query(query_text)} == expected
    assert set(ids(client.get(f"{PATH}.json", params=query))) == expected


def test_head_says_the_same_without_a_body(client) -> None:
    got = client.get(PATH)
    head = client.request("HEAD", PATH)
    assert (head.status_code, head.headers["etag"]) == (200, got.headers["etag"])


def test_security_headers_are_everywhere(client) -> None:
    for path in (PATH, "/nothing", "/", "/openapi.json", f"{PATH}?{'x' * 9000}"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"


def test_no_page_loads_from_elsewhere(client) -> None:
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404
    assert "http" not in client.get("/").text.replace("https://w3id.org", "")
