"""A committee file of any kind: a workbook, a folder of CSV, or RDF."""

from pathlib import Path

from ftgraph.errors import SourceError
from ftgraph.sources import committee_workbook
from ftgraph.sources.committee_workbook.directory import Directory
from ftgraph.sources.handed_in import HandedIn

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".ods", ".csv", ".zip")
RDF_SUFFIXES = (".ttl", ".nt", ".nq", ".trig", ".rdf", ".xml", ".jsonld", ".json")


def read(path: Path, directory: Directory, *, name: str = "") -> HandedIn:
    """The file at `path`, called `name` by its user. Raises `SourceError` when it cannot be read at all."""
    file = name or path.name
    suffix = Path(file).suffix.lower()
    if path.is_dir() or suffix in WORKBOOK_SUFFIXES:
        return committee_workbook.read(path, directory, name=name)
    if suffix in RDF_SUFFIXES:
        from ftgraph.sources import rdf_intake

        return rdf_intake.read(path.read_bytes(), file)
    raise SourceError(
        f"Le fichier « {file} » n’est pas d’un type connu.",
        f"The file “{file}” is of no known type.",
        cure=f"Remettez un classeur ({', '.join(WORKBOOK_SUFFIXES)}), un dossier de CSV, ou du RDF "
        f"({', '.join(RDF_SUFFIXES)}).",
    )
