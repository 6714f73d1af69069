"""A stranger's RDF: what is understood of it, in every format, and where each thing stands."""

import pytest

from ftgraph.errors import SourceError
from ftgraph.sources import rdf_intake

from .conftest import FILES, FT, HEAD, E


def triples(handed_in):
    root = f"{rdf_intake.ROOT}/id/handed-in/"
    return {
        line if root not in line else line.replace(line[line.index(root) : line.index(">", line.index(root))], "_")
        for line in handed_in.data.splitlines()
    }


@pytest.mark.parametrize("name", FILES)
def test_the_same_triples_in_every_format(name):
    found = rdf_intake.read(FILES[name], name)
    assert triples(found) == triples(rdf_intake.read(FILES["c.nt"], "c.nt"))
    assert len(found.data.splitlines()) == 4
    assert found.parts == (f"{FT}Committee",)
    assert found.faults == ()
    assert (found.name, found.kind) == (name, "rdf")


@pytest.mark.parametrize(
    ("name", "subject", "installed", "purpose"),
    [("c.ttl", 3, 4, 6), ("c.trig", 3, 4, 6), ("c.nt", 1, 2, 3), ("c.nq", 1, 2, 3), ("c.rdf", 3, 4, 6)],
)
def test_lines(name, subject, installed, purpose):
    places = rdf_intake.read(FILES[name], name).places
    node = f"{E}committee"
    lines = [places[node, key][0].line for key in ("", f"{FT}installedOn", f"{FT}purpose")]
    assert lines == [subject, installed, purpose]
    assert places[node, f"{FT}installedOn"][0].value == "2024-01-31"
    assert places[node, f"{FT}installedOn"][0].column == "ft:installedOn"


def test_lines_hold_after_a_text_of_many_lines():
    text = "\n" * 5_000
    payload = f'{HEAD}e:a e:p """{text}""" .\n' + "".join(f"e:a{i} e:p {i} .\n" for i in range(3_000))
    places = rdf_intake.read(payload.encode(), "a.ttl").places
    assert places[f"{E}a2999", ""][0].line == payload.count("\n")
    assert places[f"{E}a2000", ""][0].line == payload.count("\n") - 999


def test_a_text_of_many_lines_is_not_given_line_by_line():
    """The parser goes through an unfinished text again each time that it is given more."""
    payload = b'<http://e/a> <http://e/p> """' + b"\n" * 1_000_000 + b'""" .'
    bites = rdf_intake.Bites(payload)
    given = list(iter(bites.read, b""))
    assert b"".join(given) == payload
    assert len(given) < 100
    assert bites.line == 1_000_001


def test_json_ld_has_no_lines():
    assert rdf_intake.read(FILES["c.jsonld"], "c.jsonld").places == {}


def test_the_media_type_goes_before_the_name():
    assert rdf_intake.read(FILES["c.rdf"], "c.ttl", media_type="application/rdf+xml; charset=utf-8").parts
    assert "format RDF connu" in refusal_of_kind("c.csv", "").fr
    assert "format RDF connu" in refusal_of_kind("c.ttl", "text/html").fr


def refusal_of_kind(name, media_type):
    with pytest.raises(SourceError) as caught:
        rdf_intake.read(FILES["c.ttl"], name, media_type=media_type)
    return caught.value


def test_blank_nodes_and_relative_iris_are_the_file_s_own():
    one = rdf_intake.read(b"_:x <http://e/p> <y> .", "a.ttl")
    other = rdf_intake.read(b"_:x <http://e/p> <y> . ", "a.ttl")
    assert one.data == rdf_intake.read(b"_:x <http://e/p> <y> .", "b.ttl").data
    nodes = set(one.data.split()) & set(other.data.split())
    assert nodes == {"<http://e/p>", "."}
    assert "_:" not in one.data


def test_named_graphs_are_read_as_one_and_said():
    found = rdf_intake.read(b"<http://e/g> { <http://e/a> <http://e/p> 1 } <http://e/a> <http://e/p> 1 .", "a.trig")
    assert len(found.data.splitlines()) == 1
    assert [fault.code for fault in found.faults] == ["named-graphs"]


def test_a_byte_order_mark_is_left_out():
    assert rdf_intake.read(b"\xef\xbb\xbf" + FILES["c.jsonld"], "c.jsonld").parts
