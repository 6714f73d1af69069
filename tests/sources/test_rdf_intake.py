"""A stranger's RDF: what is understood of it, what is said of its values, and one file an attack."""

import subprocess
import sys
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftgraph.errors import SourceError
from ftgraph.sources import rdf_guard, rdf_intake, rdf_values, xml_guard
from ftgraph.sources.rdf_guard import Limits

FT = "https://w3id.org/ftgraph/def#"
E = "http://example.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HEAD = f"@prefix ft: <{FT}> . @prefix e: <{E}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
DEEP = 100_000

TURTLE = (
    HEAD.encode()
    + b"""
e:committee a ft:Committee ;
  ft:installedOn "2024-01-31"^^xsd:date ;
  ft:purpose \"\"\"Deux
lignes\"\"\"@fr .

[] ft:formationOf e:committee .
"""
)
TRIPLES = f"""<{E}committee> <{RDF}type> <{FT}Committee> .
<{E}committee> <{FT}installedOn> "2024-01-31"^^<http://www.w3.org/2001/XMLSchema#date> .
<{E}committee> <{FT}purpose> "Deux\\nlignes"@fr .
_:x <{FT}formationOf> <{E}committee> .
"""
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="{RDF}" xmlns:ft="{FT}">
  <ft:Committee rdf:about="{E}committee">
    <ft:installedOn rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2024-01-31</ft:installedOn>
    <ft:purpose xml:lang="fr">Deux
lignes</ft:purpose>
  </ft:Committee>
  <rdf:Description><ft:formationOf rdf:resource="{E}committee"/></rdf:Description>
</rdf:RDF>
"""
JSON = f"""{{
  "@context": {{"ft": "{FT}", "xsd": "http://www.w3.org/2001/XMLSchema#"}},
  "@graph": [
    {{"@id": "{E}committee", "@type": "ft:Committee",
      "ft:installedOn": {{"@value": "2024-01-31", "@type": "xsd:date"}},
      "ft:purpose": {{"@value": "Deux\\nlignes", "@language": "fr"}}}},
    {{"ft:formationOf": {{"@id": "{E}committee"}}}}
  ]
}}"""
FILES = {
    "c.ttl": TURTLE,
    "c.trig": TURTLE,
    "c.nt": TRIPLES.encode(),
    "c.nq": TRIPLES.encode(),
    "c.rdf": XML.encode(),
    "c.jsonld": JSON.encode(),
}


def refusal(payload, name="a.ttl", **changed):
    """The error that a file is refused with: whole sentences in both languages."""
    with pytest.raises(SourceError) as caught:
        rdf_intake.read(payload, name, limits=replace(Limits(), **changed))
    assert caught.value.fr.startswith("Le fichier «")
    assert caught.value.en.startswith("The file “")
    return caught.value


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


# — Values, as they were written

VALUES = [
    ("ft:code 1001", "code-as-number", "1001"),
    ("ft:code 1001.5", "code-as-number", "1001.5"),
    ("ft:postalCode 1000", "code-as-number", "1000"),
    ("<http://purl.org/dc/terms/identifier> 7", "code-as-number", "7"),
    ('ft:code "01001"', None, ""),
    ('ft:installedOn "31/12/2024"^^xsd:date', "invalid-date", "31/12/2024"),
    ('ft:installedOn "31/12/2024"', "invalid-date", "31/12/2024"),
    ('ft:installedOn "2024-02-30"^^xsd:date', "invalid-date", "2024-02-30"),
    ('ft:installedOn "2023-02-29"^^xsd:date', "invalid-date", "2023-02-29"),
    ('ft:installedOn "2024-02-29"^^xsd:date', None, ""),
    ('ft:installedOn "2024-02-29Z"^^xsd:date', None, ""),
    ('ft:installedOn "2024-02-29T10:00:00"^^xsd:dateTime', "other-datatype", "2024-02-29T10:00:00"),
    ("ft:installedOn 2024", "other-datatype", "2024"),
    ('e:any "2024-13-01"^^xsd:date', "invalid-date", "2024-13-01"),
    ('e:any "2024-02-30T10:00:00"^^xsd:dateTime', "invalid-date", "2024-02-30T10:00:00"),
    ('e:any "douze"^^xsd:integer', "ill-formed-value", "douze"),
    ('e:any "oui"^^xsd:boolean', "ill-formed-value", "oui"),
    ('ft:suspended "oui"', "ill-formed-value", "oui"),
    ("ft:suspended true", None, ""),
    ('ft:votes "3"', "ill-formed-value", "3"),
    ("ft:votes 3", None, ""),
    ('ft:votes "3"^^xsd:int', None, ""),
    ("ft:amount 3", None, ""),
    ('ft:siret "73282932000074"', None, ""),
    ('ft:siret "73282932000075"', "invalid-siret", "73282932000075"),
    ('ft:siret "732829320"', "invalid-siret", "732829320"),
    ('ft:siret "732 829 320 00074"', "invalid-siret", "732 829 320 00074"),
    ("ft:siret 73282932000074", "code-as-number", "73282932000074"),
    ('ft:siren "732829320"', None, ""),
    ('ft:siren "732829321"', "invalid-siret", "732829321"),
    ('ft:purpose "Sans langue"', "language-missing", "Sans langue"),
    ('<http://www.w3.org/2004/02/skos/core#prefLabel> "Sans langue"', "language-missing", "Sans langue"),
    ('ft:purpose "Avec"@fr', None, ""),
]


@pytest.mark.parametrize(("text", "code", "value"), VALUES)
def test_values(text, code, value):
    faults = rdf_intake.read(f"{HEAD}\ne:a\n  {text} .\n".encode(), "a.ttl").faults
    assert [fault.code for fault in faults] == ([code] if code else [])
    for fault in faults:
        assert (fault.place.sheet, fault.place.line, fault.place.value) == ("a.ttl", 4, value)
        assert fault.message.fr != fault.message.en
        assert fault.remedy.fr != fault.remedy.en


def test_a_french_date_gets_its_iso_form():
    (fault,) = rdf_intake.read(f'{HEAD}e:a ft:installedOn "3/12/2024" .'.encode(), "a.ttl").faults
    assert fault.candidates == (("2024-12-03", "2024-12-03"),)
    (fault,) = rdf_intake.read(f'{HEAD}e:a ft:installedOn "31/02/2024" .'.encode(), "a.ttl").faults
    assert fault.candidates == ()


def test_what_is_written_is_handed_on_as_it_is():
    assert '"007"^^' in rdf_intake.read(f"{HEAD}e:a ft:code 007 .".encode(), "a.ttl").data


def test_faults_are_cut_and_counted():
    payload = HEAD + "".join(f"e:a{i} ft:code {i} .\n" for i in range(30))
    faults = rdf_intake.read(payload.encode(), "a.ttl", limits=Limits(faults=10)).faults
    assert [fault.code for fault in faults] == ["code-as-number"] * 10 + ["more-faults"]
    assert "20" in faults[-1].message.fr


def test_ranges_come_from_the_ontology():
    ranges = rdf_values.declared_ranges()
    assert ranges[f"{FT}validFrom"] == "http://www.w3.org/2001/XMLSchema#date"
    assert ranges[f"{FT}siret"] == "http://www.w3.org/2001/XMLSchema#string"


# — What is refused, and why


def json_deep(depth, opening=b"[", closing=b"]"):
    return b'{"http://e/p":' + opening * depth + closing * depth + b"}"


def xml(inside, root=b""):
    return b'<rdf:RDF xmlns:rdf="%s" xmlns:e="http://e/"%s>%s</rdf:RDF>' % (RDF.encode(), root, inside)


def xml_deep(depth):
    return xml(b"<rdf:Description><e:p>" * depth + b"</e:p></rdf:Description>" * depth)


def cited(depth):
    return (
        b"<http://e/a> <http://e/p> "
        + b"<<( <http://e/a> <http://e/p> " * depth
        + b"<http://e/a>"
        + b" )>>" * depth
        + b" ."
    )


def chain(length):
    terms = b"".join(b',"t%d":"t%d:x"' % (i, i - 1) for i in range(1, length))
    return b'{"@context":{"t0":"http://e/"%s},"@id":"http://e/a","t%d:p":1}' % (terms, length - 1)


LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10 if i else b"ha" * 10) for i in range(10))
BOMB = b"<!DOCTYPE x [" + LAUGHS + b"]>" + xml(b"<rdf:Description><e:p>&a9;</e:p></rdf:Description>")
REMOTE = b'"@id":"http://e/a","http://e/p":1}'

LONG = b"a" * 100_000
LONG_PREFIX = b"@prefix p: <http://e/" + LONG + b"> . "

ATTACKS = {
    "deep brackets": (
        "a.ttl",
        HEAD.encode() + b"e:a e:p " + b"[ e:p " * DEEP + b"1" + b"]" * DEEP + b" .",
        "100 niveaux",
    ),
    "deep collections": ("a.ttl", b"<http://e/a> <http://e/p> " + b"(" * DEEP + b")" * DEEP + b" .", "100 niveaux"),
    "deep collections, unclosed": ("a.trig", b"<http://e/a> <http://e/p> " + b"(" * DEEP, "100 niveaux"),
    "deep after a text": ("a.ttl", b'<http://e/a> <http://e/p> "(\\"", ' + b"(" * DEEP, "100 niveaux"),
    "deep after a comment": ("a.ttl", b"# it's \"\n<http://e/a> <http://e/p> " + b"(" * DEEP, "100 niveaux"),
    "deep after an escaped apostrophe": (
        "a.ttl",
        HEAD.encode() + b"e:a e:p e:it\\'s, " + b"(" * DEEP + b")" * DEEP + b" . # '",
        "100 niveaux",
    ),
    "deep cited triples": ("a.nt", cited(DEEP), "100 niveaux"),
    "deep reified triples": ("a.ttl", b"<< " * DEEP, "100 niveaux"),
    "a cited triple": ("a.nt", cited(1), "RDF 1.2"),
    "deep XML": ("a.rdf", xml_deep(DEEP), "100 niveaux"),
    "deep XML literal": (
        "a.rdf",
        xml(b'<rdf:Description><e:p rdf:parseType="Literal">' + b"<a>" * DEEP),
        "100 niveaux",
    ),
    "entities": ("a.rdf", BOMB, "DOCTYPE"),
    "entities in lower case": ("a.rdf", BOMB.lower(), "DOCTYPE"),
    "entities in UTF-16": ("a.rdf", BOMB.decode().encode("utf-16"), "UTF-8"),
    "entities in UTF-16 without a mark": ("a.rdf", BOMB.decode().encode("utf-16-le"), "UTF-8"),
    "entities in UTF-32": ("a.rdf", BOMB.decode().encode("utf-32"), "UTF-8"),
    "entities in UTF-7": ("a.rdf", b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x []+AD4-', "ligne 1"),
    "an external DTD": ("a.rdf", b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + xml(b""), "DOCTYPE"),
    "another encoding": ("a.rdf", b'<?xml version="1.0" encoding="iso-8859-1"?>' + xml(b""), "UTF-8"),
    "many namespaces": (
        "a.rdf",
        xml(b"", b"".join(b' xmlns:e%d="http://e/"' % i for i in range(DEEP))),
        "200 attributs ou espaces de noms",
    ),
    "many namespaces, one a level": (
        "a.rdf",
        xml(
            b"".join(b"<e:p %s>" % b" ".join(b'xmlns:e%d_%d="http://e/"' % (i, j) for j in range(9)) for i in range(90))
        ),
        "200 attributs ou espaces de noms",
    ),
    "XML cut short": ("a.rdf", xml(b"<rdf:Description>")[:-5], "XML bien formé"),
    "deep JSON arrays": ("a.jsonld", json_deep(DEEP), "100 niveaux"),
    "deep JSON objects": ("a.jsonld", json_deep(500, b'{"http://e/p":', b"}").replace(b":}", b":1}"), "100 niveaux"),
    "deep JSON lists": ("a.jsonld", b'{"http://e/p":' + b'{"@list":[' * 300 + b"]}" * 300 + b"}", "100 niveaux"),
    "a chain of terms": ("a.jsonld", chain(20_000), "1000 termes"),
    "many contexts": (
        "a.jsonld",
        b'{"@graph":[%s]}' % b",".join([b'{"@context":{"e":"http://e/"}}'] * 1_001),
        "1000 contextes",
    ),
    "a remote context": ("a.jsonld", b'{"@context":"http://example.org/c",' + REMOTE, "pas dans le fichier"),
    "a context on the disk": ("a.jsonld", b'{"@context":"file:///etc/passwd",' + REMOTE, "pas dans le fichier"),
    "a remote context among others": ("a.jsonld", b'{"@context":[{},"http://example.org/c"],' + REMOTE, "pas dans le"),
    "a context far below": (
        "a.jsonld",
        b'{"@graph":[{"http://e/p":{"@context":"http://example.org/c"}}]}',
        "pas dans le fichier",
    ),
    "an imported context": (
        "a.jsonld",
        b'{"@context":{"@import":"http://example.org/c"},' + REMOTE,
        "pas dans le fichier",
    ),
    "nested contexts": ("a.jsonld", b'{"@context":' + b"[" * 50 + b"]" * 50 + b"," + REMOTE, "pas dans le fichier"),
    "a context in a term": (
        "a.jsonld",
        b'{"@context":{"t":{"@id":"http://e/t","@context":"http://example.org/c"}},' + REMOTE,
        "définition d’un terme",
    ),
    "a repeated key": ("a.jsonld", b'{"@context":"http://example.org/c","@context":{},' + REMOTE, "répète une clé"),
    "not a number": ("a.jsonld", b'{"http://e/p": NaN}', "nombre"),
    "JSON cut short": ("a.jsonld", b'{\n"http://e/p": [', "ligne 2"),
    "gzip": ("a.ttl", b"\x1f\x8b\x08\x00", "compressé"),
    "zip": ("a.ttl", b"PK\x03\x04", "compressé"),
    "a long text": ("a.nt", b'<http://e/a> <http://e/p> "' + b"a" * 17_000_000 + b'" .', "dépasse 10 Mo"),
    "a long IRI, unclosed": ("a.ttl", b"<http://e/" + b"a" * 17_000_000, "dépasse 10 Mo"),
    "not UTF-8": ("a.ttl", b'<http://e/a> <http://e/p> 1 .\n<http://e/a> <http://e/p> "\xff\xfe" .', "ligne 2"),
    "a zero byte": ("a.ttl", b'<http://e/a> <http://e/p> "\x00" .', "UTF-8"),
    "a file IRI": ("a.ttl", b"<http://e/a> <http://e/p> 1 .\n<file:///C:/me.owl#x> <http://e/p> 1 .", "ligne 2"),
    "a file IRI as a value": ("a.nt", b"<http://e/a> <http://e/p> <FILE:///etc/passwd> .", "un ordinateur"),
    "a file as base": ("a.ttl", b"@base <file:///etc/> . <passwd> <http://e/p> 1 .", "un ordinateur"),
    "a file as JSON base": (
        "a.jsonld",
        b'{"@context":{"@base":"file:///etc/"},"@id":"x","http://e/p":1}',
        "ordinateur",
    ),
    "a script IRI": ("a.ttl", b"<http://e/a> <http://e/p> <javascript:alert(1)> .", "un ordinateur"),
    "a long prefix": ("a.ttl", LONG_PREFIX + b"p:a p:b " + b",".join([b"p:x"] * 90_000) + b" .", "2000 caractères"),
    "a long prefix of datatypes": ("a.ttl", LONG_PREFIX + b'<http://e/a> <http://e/p> "1"^^p:x .', "2000 caractères"),
    "a long namespace": ("a.rdf", xml(b'<e:A x:p="1"/>', b' xmlns:x="http://e/%s"' % LONG), "2000 caractères"),
    "a long XML base": ("a.rdf", xml(b'<e:A rdf:about="x"/>', b' xml:base="http://e/%s"' % LONG), "2000 caractères"),
    "a long term": ("a.jsonld", b'{"@context":{"t":"http://e/%s"},"t:p":1}' % LONG, "2000 caractères"),
    "a long term, defined": ("a.jsonld", b'{"@context":{"t":{"@id":"http://e/%s"}},"t":1}' % LONG, "2000 caractères"),
    "an IRI with a space": ("a.nt", b"<http://e/a> <http://e/p> 1 .\n<http://e/a b> <http://e/p> 1 .", "ligne 1"),
    "an IRI with an escaped space": ("a.ttl", b"\n<http://e/a\\u0020b> <http://e/p> 1 .", "ligne 2"),
    "an IRI with a space in XML": ("a.rdf", xml(b'\n<rdf:Description rdf:about="http://e/a b" e:p="1"/>'), "ligne 2"),
    "nothing": ("a.ttl", b"", "aucun triplet"),
    "only prefixes": ("a.ttl", HEAD.encode(), "aucun triplet"),
    "JSON without RDF": ("a.json", b'{"nom": "Comit\xc3\xa9"}', "aucun triplet"),
    "a page": ("a.ttl", b"<!doctype html>\n<html></html>", "ligne 1"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks(attack):
    name, payload, said = ATTACKS[attack]
    assert said in refusal(payload, name).fr


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_declaration_cut_in_two_is_found(cut):
    word = b"<!DOCTYPE"
    assert xml_guard.declares_entities([b"<a>" * 9 + word[:cut], word[cut:] + b" x>"])
    assert xml_guard.declares_entities([word[i : i + 1] for i in range(len(word))])
    assert not xml_guard.declares_entities([word[:cut], b"-", word[cut:]])


def test_size_is_looked_at_first():
    assert "dépasse 0,001 Mo" in refusal(b"\xff" * 1_001, max_bytes=1_000).fr


def test_what_prefixes_stand_for_is_counted():
    payload = (
        b"@prefix p: <http://e/" + b"a" * 1_900 + b"> .\n" + b"".join(b"p:a p:b p:x%d .\n" % i for i in range(999))
    )
    assert "5 Mo une fois ses préfixes développés" in refusal(payload, max_written=5_000_000).fr
    assert rdf_intake.read(payload, "a.ttl").data


def test_a_text_that_the_parser_s_buffer_cannot_hold():
    payload = b'<http://e/a> <http://e/p> "' + b"a" * 17_000_000 + b'" .'
    assert "16 Mo" in refusal(payload, max_bytes=20_000_000).fr


def test_triples_are_counted_while_they_come():
    payload = b"".join(b"<http://e/%d> <http://e/p> 1 .\n" % i for i in range(11)) + b"not Turtle"
    error = refusal(payload, max_triples=10)
    assert "plus de 10 triplets" in error.fr
    assert error.line == 11


def test_a_syntax_error_says_its_line():
    assert refusal(f"{HEAD}\n\ne:a e:p ; ; .\ne:b e:p 'x .\n".encode()).line is not None
    assert refusal(b"<http://e/a> <http://e/p> 1 .\n<http://e/a> oops .", "a.ttl").line == 2
    assert refusal(xml(b"\n\n<e:a>"), "a.rdf").line == 3


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("a.ttl", HEAD.encode() + b"e:a e:p " + b"[ e:p " * 99 + b"1" + b"]" * 99 + b" ."),
        ("a.ttl", b'<http://e/a> <http://e/p> "' + b"(" * DEEP + b'" . # ' + b"[" * DEEP),
        ("a.ttl", b"<http://e/a> <http://e/p> '''" + b"'{" * DEEP + b"''' ."),
        ("a.ttl", b"<http://e/a> <http://e/p> ( 1 2 3 ), (), [ ] ." * 200),
        ("a.rdf", xml_deep(49)),
        ("a.jsonld", json_deep(90).replace(b"[]", b"[1]")),
        ("a.jsonld", chain(1_000)),
    ],
)
def test_what_is_just_within_the_limits_is_read(name, payload):
    assert rdf_intake.read(payload, name).data


# — Nothing that gets past the guard ends the process, and no other error comes out

CRASHING = {
    "cited triples": ("a.nt", cited(DEEP)),
    "a chain of terms": ("a.jsonld", chain(20_000)),
    "JSON objects": ("a.jsonld", json_deep(5_000, b'{"http://e/p":', b"}").replace(b":}", b":1}")),
}
ALONE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
import pyoxigraph as ox
from ftgraph.errors import SourceError
from ftgraph.sources import rdf_intake
payload, name = sys.stdin.buffer.read(), sys.argv[1]
try:
    if sys.argv[2] == "guarded":
        rdf_intake.read(payload, name)
    else:
        sum(1 for _ in ox.parse(payload, format=rdf_intake._FORMATS["." + name.rpartition(".")[2]]))
except SourceError:
    print("refused")
"""


def alone(name, payload, way):
    return subprocess.run(
        [sys.executable, "-c", ALONE, name, way], input=payload, capture_output=True, timeout=60, check=False
    )


@pytest.mark.parametrize("attack", CRASHING)
def test_what_ends_the_parser_s_process_is_refused(attack):
    name, payload = CRASHING[attack]
    assert alone(name, payload, "unguarded").returncode < 0, "the parser no longer crashes: the limit may go"
    ended = alone(name, payload, "guarded")
    assert (ended.returncode, ended.stdout.strip()) == (0, b"refused")


TURTLE_PIECES = (
    "@prefix @base a . ; , [ ] ( ) { } << >> <<( )>> # ' \" ''' \"\"\" _:x ^^ @fr \\ 1 -1e5 true e: file:///x"
)
JSON_PIECES = '"@context" "@id" "@type" "@list" "@value" "@graph" "@import" "@base" : null'
# A middle dot stands for a space within a piece.
XML_PIECES = f"""<http://e/a> < > <a> </a> <?xml·version='1.0'?> <rdf:RDF·xmlns:rdf='{RDF}'> </rdf:RDF> <![CDATA[ ]]>
&amp; &x; <rdf:Description·rdf:about='x'> </rdf:Description> <!-- --> PREFIX·e:·<http://e/>"""
PIECES = st.sampled_from(
    [piece.replace("·", " ").encode() for piece in f"{TURTLE_PIECES} {JSON_PIECES} {XML_PIECES}".split()]
    + [b"\n", b"\xef\xbb\xbf", b"\xff", "é".encode(), b"\\u00e9", b"\\uD800"]
)
NAMES = st.sampled_from([*FILES, "c.xml", "c.json"])


def read_or_refused(payload, name):
    try:
        found = rdf_intake.read(payload, name)
    except SourceError as error:
        said = error.fr
    else:
        said = "Le fichier «" if list(ox.parse(found.data.encode(), format=ox.RdfFormat.N_TRIPLES)) else "nothing"
    assert said.startswith("Le fichier «")


@given(payload=st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=40).map(b" ".join)), name=NAMES)
@example(payload=b"<http://e/a> <http://e/p> 1", name="c.ttl")
@settings(max_examples=600, deadline=None)
def test_any_bytes_are_read_or_refused(payload, name):
    read_or_refused(payload, name)


@given(name=st.sampled_from(list(FILES)), at=st.integers(0, 700), piece=PIECES, drop=st.integers(0, 30))
@settings(max_examples=400, deadline=None)
def test_a_damaged_file_is_read_or_refused(name, at, piece, drop):
    payload = FILES[name]
    read_or_refused(payload[:at] + piece + payload[at + drop :], name)


@given(st.lists(st.sampled_from([b"[", b"(", b"]", b")", b'"', b"'", b"\\", b"#", b"\n", b"<", b">", b"x", b'"""'])))
@settings(max_examples=300, deadline=None)
def test_nesting_is_never_counted_as_less_than_the_parser_sees(pieces):
    """A file that the parser takes has at least the depth that its brackets, read by the parser, have."""
    inside = b"".join(pieces)
    payload = b"<http://e/a> <http://e/p> " + b"(" * 5 + inside + b")" * 5 + b" ."
    try:
        nested = list(ox.parse(payload, format=ox.RdfFormat.TURTLE))
    except SyntaxError:
        return
    assert nested
    with pytest.raises(SourceError):
        rdf_guard.check_turtle(payload, "a.ttl", replace(Limits(), depth=4))
