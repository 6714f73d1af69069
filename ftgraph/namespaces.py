"""The IRIs of ftgraph and of the vocabularies it reuses: the one place where a prefix is written.

`DEF` and `VOC` never change. Things (`id/…`) and named graphs (`graph/…`) hang below a base that is a setting.
"""

import re
from urllib.parse import quote

ROOT = "https://w3id.org/ftgraph"
DEF = f"{ROOT}/def#"
VOC = f"{ROOT}/voc/"

PREFIXES: dict[str, str] = {
    "ft": DEF,
    "voc": VOC,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "cv": "http://data.europa.eu/m8g/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "time": "http://www.w3.org/2006/time#",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "igeo": "http://rdf.insee.fr/def/geo#",
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "ldes": "https://w3id.org/ldes#",
    "tree": "https://w3id.org/tree#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}


_UNRESERVED = re.compile(r"[A-Za-z0-9_.~-]*")


def escaped(part: str) -> str:
    """One part of an IRI's path, percent-encoded where it must be: most keys need nothing, and that is told faster."""
    return part if _UNRESERVED.fullmatch(part) else quote(part, safe="")


def concept(scheme: str, notation: str) -> str:
    """IRI of a value: `concept("barrier", "mobilite")`."""
    return f"{VOC}{scheme}/{escaped(notation)}"


def thing(base: str, kind: str, *key: str) -> str:
    """IRI of a thing below `base`: `thing(base, "commune", "35238")`; each part of the key is escaped.

    >>> thing("https://w3id.org/ftgraph", "zone", "clpe", "2026-01-01", "CLPE35002")
    'https://w3id.org/ftgraph/id/zone/clpe/2026-01-01/CLPE35002'
    """
    return "/".join([base, "id", kind, *map(escaped, key)])


def graph(base: str, *path: str) -> str:
    """IRI of a named graph below `base`: `graph(base, "solutions", "dora")`."""
    return "/".join([base, "graph", *map(escaped, path)])
