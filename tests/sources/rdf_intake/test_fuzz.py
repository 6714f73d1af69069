"""A stranger's RDF: any bytes are read, or refused with a message."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftgraph.errors import SourceError
from ftgraph.sources import rdf_guard, rdf_intake
from ftgraph.sources.rdf_guard import Limits

from .conftest import FILES, RDF

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
