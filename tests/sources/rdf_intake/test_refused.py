"""A stranger's RDF: one file an attack, and what is refused why; nothing ends the process."""

import subprocess
import sys

import pytest

from ftgraph.sources import rdf_intake, xml_guard

from .conftest import DEEP, HEAD, chain, cited, json_deep, refusal, xml, xml_deep

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
