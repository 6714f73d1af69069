"""What the rows of `queries/committees/organisations.rq` and `queries/committees/zones.rq` say."""

from collections.abc import Iterable, Sequence

from ftgraph.namespaces import ROOT
from ftgraph.sources.committee_workbook.directory import GraphDirectory, Organisation, Zone
from ftgraph.sources.territories import Territories

Cells = Sequence[str | None]


def graph_directory(
    territories: Territories, organisations: Iterable[Cells], zones: Iterable[Cells], base: str = ROOT
) -> GraphDirectory:
    """The directory of one published generation: make it once, and keep it as long as the generation.

    `organisations`, `zones`: see `organisation` and `zone`.
    """
    return GraphDirectory(territories, map(organisation, organisations), map(zone, zones), base)


def organisation(row: Cells) -> Organisation:
    """From (IRI, name, SIRET, category, département) as text, None or "" where unknown."""
    iri, name, siret, category, departement = (text or "" for text in row)
    return Organisation(iri, name, category, siret, siret[:9], departement)


def zone(row: Cells) -> Zone:
    """From (IRI, zoning, code, name, IRI of the version), then the codes of the départements where they are known."""
    iri, zoning, code, name, version, *departements = (text or "" for text in row)
    return Zone(iri, zoning, code, name, version, tuple(departements))
