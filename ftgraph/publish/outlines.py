"""Outlines into the graph: one graph a zoning or kind of territory, each outline a GeoSPARQL geometry of its zone."""

import io
from collections.abc import Mapping

from ftgraph import namespaces
from ftgraph.graph.ntriples import iri, literal
from ftgraph.graph.store import Writer
from ftgraph.namespaces import PREFIXES, escaped

_WKT = PREFIXES["gsp"] + "wktLiteral"


def replace(writer: Writer, base: str, key: str, outlines: Mapping[str, tuple[str, str]], origin: str) -> None:
    """Replace the outlines of `key` (a zoning or a kind of territory).

    `outlines`: by code, the territory's IRI and its WKT; `origin`: who drew them, shown below the maps.
    """
    lines = []
    for code, (zone, wkt) in sorted(outlines.items()):
        outline = iri(f"{base}/id/outline/{escaped(key)}/{escaped(code)}")
        lines.append(f"{iri(zone)} {iri(PREFIXES['gsp'] + 'hasGeometry')} {outline} .\n")
        lines.append(f"{outline} {iri(PREFIXES['rdf'] + 'type')} {iri(PREFIXES['gsp'] + 'Geometry')} .\n")
        lines.append(f'{outline} {iri(PREFIXES["gsp"] + "asWKT")} "{wkt}"^^{iri(_WKT)} .\n')
        lines.append(f"{outline} {iri(PREFIXES['dct'] + 'provenance')} {literal(origin)} .\n")
    writer.replace_graph(namespaces.graph(base, "outlines", key), io.BytesIO("".join(lines).encode()))
