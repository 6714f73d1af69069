"""A `GraphDirectory` from the rows of `queries/committees/organisations.rq` and `queries/committees/zones.rq`."""

from collections.abc import Iterable, Sequence

from ftgraph.namespaces import ROOT
from ftgraph.sources.committee_workbook.directory import GraphDirectory, Organisation, Zone
from ftgraph.sources.territories import Territories

Cells = Sequence[str | None]


def graph_directory(
    territories: Territories, organisations: Iterable[Cells], zones: Iterable[Cells], base: str = ROOT
) -> GraphDirectory:
    """The directory of one published generation: make it once, and keep it as long as the generation.

    `organisations`: (IRI, name, SIRET, category, département) as text, None or "" where unknown; `zones`: (IRI, zoning,
    code, name, IRI of the version, département), one row a département that the zone lies in.
    """
    known = (
        Organisation(row[0] or "", row[1] or "", row[3] or "", row[2] or "", (row[2] or "")[:9], row[4] or "")
        for row in organisations
    )
    by_zone: dict[tuple[str, ...], list[str]] = {}
    for row in zones:
        texts = [text or "" for text in row]
        by_zone.setdefault(tuple(texts[:5]), []).append(texts[5])
    found = (Zone(key[0], key[1], key[2], key[3], key[4], tuple(codes)) for key, codes in by_zone.items())
    return GraphDirectory(territories, known, found, base)
