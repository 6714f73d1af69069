"""Whatever is handed in: a `HandedIn` whose triples parse, or a `SourceError` in French. Never another error."""

import io
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftgraph.errors import SourceError
from ftgraph.sources.committee_workbook import read
from ftgraph.sources.committee_workbook.directory import Directory, TerritoryDirectory
from ftgraph.sources.committee_workbook.layout import Layout, load
from ftgraph.sources.handed_in import HandedIn
from ftgraph.sources.territories import Territories

from .conftest import COMMITTEE, FORMATIONS, ods_content, ods_row

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30)
CELL = st.one_of(
    st.none(),
    TEXT,
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.sampled_from(["COPIL", "tous", "les deux", "35", "12/03/2024", "néant", "à désigner", ";;;", "(", "R-DEP-03"]),
)


@pytest.fixture(scope="session")
def layout() -> Layout:
    return load()


def accepted(path: Path, directory: Directory, layout: Layout) -> HandedIn | None:
    try:
        found = read(path, directory, layout=layout)
    except SourceError as error:
        said = error.fr
        assert said, "an error that says nothing"
        return None
    list(ox.parse(found.data.encode(), format=ox.RdfFormat.N_TRIPLES))
    assert all(fault.message.fr and fault.message.en and fault.remedy.fr for fault in found.faults)
    return found


@SLOW
@given(data=st.data())
def test_any_cells(data: st.DataObject, tmp_path: Path, directory: TerritoryDirectory, layout: Layout) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("Comité", COMMITTEE), ("Formations", FORMATIONS)):
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    for sheet in data.draw(st.lists(st.sampled_from(layout.sheets), min_size=1, max_size=3, unique_by=lambda s: s.key)):
        page = book.create_sheet(data.draw(st.sampled_from([sheet.heading.fr, "Feuil1"])))
        headings = data.draw(st.permutations([column.heading.fr for column in sheet.columns]))
        page.append(headings)
        for row in data.draw(st.lists(st.lists(CELL, max_size=len(headings)), max_size=4)):
            page.append(row)
    path = tmp_path / "fuzz.xlsx"
    book.save(path)
    accepted(path, directory, layout)


@SLOW
@given(
    content=st.binary(max_size=400), start=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"a;b\n"])
)
def test_any_bytes(content: bytes, start: bytes, tmp_path: Path, directory: TerritoryDirectory, layout: Layout) -> None:
    path = tmp_path / "fuzz.bin"
    path.write_bytes(start + content)
    accepted(path, directory, layout)


@SLOW
@given(cut=st.integers(0, 100), byte=st.integers(0, 255), ods=st.booleans())
def test_damaged_archives(
    cut: int, byte: int, ods: bool, tmp_path: Path, directory: TerritoryDirectory, layout: Layout
) -> None:
    whole = io.BytesIO()
    if ods:
        import zipfile

        with zipfile.ZipFile(whole, "w") as archive:
            rows = "".join(ods_row(*map(str, row)) for row in COMMITTEE)
            archive.writestr("content.xml", ods_content({"Comité": rows}))
    else:
        book = openpyxl.Workbook()
        book.worksheets[0].title = "Comité"
        for row in COMMITTEE:
            book.worksheets[0].append(list(row))
        book.save(whole)
    damaged = bytearray(whole.getvalue())
    place = len(damaged) * cut // 101
    damaged[place] = byte
    path = tmp_path / "fuzz.zip"
    path.write_bytes(damaged)
    accepted(path, directory, layout)
    path.write_bytes(damaged[:place])
    accepted(path, directory, layout)


@SLOW
@given(text=TEXT)
def test_any_text_in_an_ods_cell(
    text: str, tmp_path: Path, directory: TerritoryDirectory, layout: Layout, places: Territories
) -> None:
    import zipfile

    path = tmp_path / "fuzz.ods"
    rows = "".join(ods_row(*map(str, row)) for row in COMMITTEE) + ods_row(text, text, text)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ods_content({"Comité": rows}))
    accepted(path, directory, layout)
