"""What tests of a stranger's RDF share: one file in every format, files made deep, and the error of a refusal."""

from dataclasses import replace

import pytest

from ftgraph.errors import SourceError
from ftgraph.sources import rdf_intake
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
