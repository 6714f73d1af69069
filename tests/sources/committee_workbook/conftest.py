"""What tests of the committee workbook share: the territories, and workbooks made from plain rows."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from ftgraph.sources import territories
from ftgraph.sources.committee_workbook.directory import TerritoryDirectory
from ftgraph.sources.territories import Territories

Sheets = Mapping[str, Sequence[Sequence[object]]]

COMMITTEE = (["Nom du comité", "Niveau", "Territoire"], ["Comité d’essai", "Départemental", "Ille-et-Vilaine"])
FORMATIONS = (["Formation", "Nature"], ["COPIL", "Comité de pilotage"])
MEMBERS = ["Formations", "Siège", "Qualité", "Nom et prénom", "Organisation", "Catégorie", "Début du mandat"]


@pytest.fixture(scope="session")
def places() -> Territories:
    return territories.load()


@pytest.fixture(scope="session")
def directory(places: Territories) -> TerritoryDirectory:
    return TerritoryDirectory(places)


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[[Sheets], Path]:
    def make(sheets: Sheets) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            page = book.create_sheet(name)
            for row in rows:
                page.append(list(row))
        path = tmp_path / "comite.xlsx"
        book.save(path)
        return path

    return make


def ods(path: Path, content: str, **parts: str) -> Path:
    """An ODS file: a zip of its type, its content, and other parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def ods_content(tables: Mapping[str, str], styles: str = "") -> str:
    """content.xml with these tables (name → rows as XML)."""
    inner = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{inner}</office:spreadsheet></office:body></office:document-content>"
    )


def ods_row(*texts: str, attributes: str = "") -> str:
    """A row of text cells."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
        if text
        else "<table:table-cell/>"
        for text in texts
    )
    return f"<table:table-row{attributes}>{cells}</table:table-row>"
