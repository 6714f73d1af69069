"""A committee file of any kind: a workbook, a folder of CSV, or RDF."""

from pathlib import Path

from ftgraph.errors import SourceError
from ftgraph.sources import committee_workbook
from ftgraph.sources.committee_workbook.directory import Directory
from ftgraph.sources.handed_in import HandedIn

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".ods", ".csv", ".zip")
RDF_SUFFIXES = (".ttl", ".nt", ".nq", ".trig", ".rdf", ".xml", ".jsonld", ".json")


_ARCHIVES = (".xlsx", ".xlsm", ".ods", ".zip")
# A zip archive; the container of an encrypted or old workbook, of which the reader says so.
_MARKS = (b"PK", b"\xd0\xcf\x11\xe0")


def read(path: Path, directory: Directory, *, name: str = "") -> HandedIn:
    """The file at `path`, called `name` by its user. Raises `SourceError` when it cannot be read at all."""
    file = name or path.name
    suffix = Path(file).suffix.lower()
    if suffix in _ARCHIVES and path.is_file() and not _begins(path, _MARKS):
        raise SourceError(
            f"Le fichier « {file} » n’est pas un classeur, bien que son nom le dise.",
            f"The file “{file}” is no workbook, though its name says so.",
            cure="Enregistrez-le à nouveau depuis votre tableur, au format XLSX ou ODS.",
            cure_en="Save it again from your spreadsheet, as XLSX or ODS.",
        )
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
        cure_en=f"Hand in a workbook ({', '.join(WORKBOOK_SUFFIXES)}), a folder of CSV, or RDF "
        f"({', '.join(RDF_SUFFIXES)}).",
    )


def _begins(path: Path, marks: tuple[bytes, ...]) -> bool:
    with path.open("rb") as file:
        return file.read(4).startswith(marks)
