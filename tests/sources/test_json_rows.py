"""The splitter of JSON objects: same objects as a whole parse, right lines, bounded memory, clear refusals."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftgraph.errors import SourceError
from ftgraph.sources import json_rows
from ftgraph.sources.json_rows import Malformed, read_json

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
TRICKY = st.text(st.sampled_from('{}[]",\\\n:é a'), max_size=12)
OBJECTS = st.lists(
    st.dictionaries(TRICKY, TRICKY | st.lists(TRICKY, max_size=2) | st.dictionaries(TRICKY, TRICKY, max_size=2)),
    max_size=6,
)


def rows(path, max_bytes=1 << 30):
    return list(read_json(path, max_bytes=max_bytes))


@given(OBJECTS, st.sampled_from([None, 0, 2]), st.sampled_from([3, 7, 64, 1 << 20]))
@QUICK
def test_the_objects_are_those_of_a_whole_parse(tmp_path_factory, objects, indent, piece):
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_text(json.dumps(objects, indent=indent), "utf-8")
    before = json_rows._PIECE
    json_rows._PIECE = piece
    try:
        found = rows(path)
    finally:
        json_rows._PIECE = before
    assert [row for _, row in found] == objects
    lines = path.read_text("utf-8").splitlines()
    assert all("{" in lines[line - 1] for line, _ in found)


def test_lines_are_where_objects_open(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('\n[\n\n {"a": "x\\ny"},\n\n {"b":\n 1}\n , {"c": 1}]')
    assert rows(path) == [(4, {"a": "x\ny"}), (6, {"b": 1}), (8, {"c": 1})]


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf[{}]")
    assert rows(path) == [(1, {})]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[{"a": 1},\n{"b": }]', 2, "caractère inattendu"),
        ('[{"a": 1},\n{"b": 1}', 2, "tronqué"),
        ('[{"a": 1},\n{"b": "x', 2, "jamais fermé"),
        ("[1]", 1, "objet"),
        ("[\n" + '{"a":' * 100 + "1" + "}" * 100 + "]", 2, "imbrication"),
        ("", None, "vide"),
        ("x", 1, "attendu"),
    ],
)
def test_what_is_not_json_says_where(tmp_path, text, line, words):
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(SourceError, match=words) as caught:
        rows(path)
    assert caught.value.line == line


def test_bad_utf8_says_where(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('[{"a": 1},\n{"a": "é"}]'.encode("cp1252"))
    with pytest.raises(SourceError, match="UTF-8") as caught:
        rows(path)
    assert caught.value.line == 2


def test_a_bad_line_of_json_lines_spares_the_others(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n{"b": }\n\n{"c": 1}\n[]\n')
    found = rows(path)
    assert [one for one in found if not isinstance(one, Malformed)] == [(1, {"a": 1}), (4, {"c": 1})]
    assert [one.line for one in found if isinstance(one, Malformed)] == [2, 5]


def test_a_bad_first_line_spares_the_others(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": }\n{"b": 1}\n')
    assert rows(path)[1] == (2, {"b": 1})


def test_sizes_are_capped(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"a": "x" * 5_000_000}]))
    with pytest.raises(SourceError, match="4 Mo"):
        rows(path)
    with pytest.raises(SourceError, match="taille permise"):
        rows(path, max_bytes=1_000)
