"""What the rows of `queries/committees/organisations.rq` and `queries/committees/zones.rq` say."""

from collections.abc import Sequence

from ftgraph.sources.committee_workbook.directory import Organisation, Zone

Cells = Sequence[str | None]


def organisation(row: Cells) -> Organisation:
    """From (IRI, name, SIRET, category, département) as text, None or "" where unknown."""
    iri, name, siret, category, departement = (text or "" for text in row)
    return Organisation(iri, name, category, siret, siret[:9], departement)


def zone(row: Cells) -> Zone:
    """From (IRI, zoning, code, name, IRI of the version), then the codes of the départements where they are known."""
    iri, zoning, code, name, version, *departements = (text or "" for text in row)
    return Zone(iri, zoning, code, name, version, tuple(departements))
