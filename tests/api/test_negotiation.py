"""Which format and language an answer comes in, case by case."""

import pytest

from ftgraph.errors import UsageError
from ftgraph.exports.formats import DESCRIPTION_FORMATS, RDF_FORMATS, SOLUTION_FORMATS
from ftgraph_api.negotiation import NotAcceptable, choose, language

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("suffix", "name", "accept", "expected"),
    [
        ("", "", "", "json"),
        ("", "", "*/*", "json"),
        ("", "", BROWSER, "json"),
        ("", "", "application/json", "json"),
        ("", "", "text/csv", "csv"),
        ("", "", "TEXT/CSV; charset=utf-8", "csv"),
        ("", "", "text/turtle, application/ld+json;q=0.9", "turtle"),
        ("", "", "text/turtle;q=0.5, application/ld+json;q=0.9", "jsonld"),
        ("", "", "text/*", "csv"),
        ("", "", "text/*;q=0.2, text/turtle", "turtle"),
        ("", "", "application/*;q=0.1, application/geo+json", "geojson"),
        ("", "", "application/json;q=0, */*;q=0.1", "csv"),
        ("", "", "text/csv;q=abc, application/geo+json;q=0.1", "geojson"),
        ("", "", "text/csv;q=0.5;q=0.5, , application/json;q=0.4", "csv"),
        ("", "xlsx", "text/csv", "xlsx"),
        ("", "ttl", "", "turtle"),
        ("csv", "xlsx", "application/json", "csv"),
        (".jsonld", "", "image/png", "jsonld"),
    ],
)
def test_format(suffix: str, name: str, accept: str, expected: str) -> None:
    assert choose(SOLUTION_FORMATS, suffix=suffix, name=name, accept=accept).name == expected


def test_what_asks_for_json_of_a_graph_is_given_json_ld() -> None:
    for offered in (DESCRIPTION_FORMATS, RDF_FORMATS):
        assert choose(offered, accept="application/json").name == "jsonld"


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "text/html;q=1", "*/*;q=0", ";;;,,,"])
def test_nothing_fits(accept: str) -> None:
    with pytest.raises(NotAcceptable) as refused:
        choose(SOLUTION_FORMATS, accept=accept)
    for kind in SOLUTION_FORMATS:
        assert kind.media_type in refused.value.cure


@pytest.mark.parametrize("given", [{"suffix": "docx"}, {"name": "table"}])
def test_unknown_formats_name_what_there_is(given: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"json, csv, xlsx, .*geojson, turtle, jsonld"):
        choose(SOLUTION_FORMATS, **given)


@pytest.mark.parametrize(
    ("name", "header", "expected"),
    [
        ("", "", "fr"),
        ("", "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "de,en;q=0.5", "en"),
        ("", "de", "fr"),
        ("", "*", "fr"),
        ("", "en;q=0.5,*;q=0.5", "fr"),
        ("en", "fr", "en"),
        ("fr", "en", "fr"),
        ("xx", "en", "en"),
    ],
)
def test_language(name: str, header: str, expected: str) -> None:
    assert language(name, header) == expected


def test_over_http(client) -> None:
    path = "/api/v1/solutions"
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "Accept" in answer.headers["vary"]
    refused = client.get(path, headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert refused.headers["content-type"] == "application/problem+json"
    assert "text/csv" in refused.json()["cure"]
