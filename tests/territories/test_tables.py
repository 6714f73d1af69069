"""Tables that people hand in: forms, encodings, line numbers, and what is refused."""

import contextlib
import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from ftgraph.errors import SourceError
from ftgraph.sources import xlsx
from ftgraph.sources.tables import Row, read_table

Write = Callable[..., Path]


def rows_of(path: Path, **options: str) -> list[Row]:
    return list(read_table(path, **options).rows)  # type: ignore[arg-type]


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_forms(write: Write, delimiter: str, encoding: str, newline: str) -> None:
    text = newline.join([delimiter.join(["code", "libellé"]), delimiter.join(["01001", "Œuvre d’été"]), ""])
    table = read_table(write("t.csv", text, encoding))
    assert table.columns == ("code", "libellé")
    assert list(table.rows) == [Row(2, {"code": "01001", "libellé": "Œuvre d’été"})]


def test_line_numbers_are_those_of_the_file(write: Write) -> None:
    text = '\n\ncode;nom\n1;"deux\nlignes; ""ici"""\n\n ; \n2;b\n'
    assert rows_of(write("t.csv", text)) == [
        Row(4, {"code": "1", "nom": 'deux\nlignes; "ici"'}),
        Row(8, {"code": "2", "nom": "b"}),
    ]


def test_delimiter_is_that_of_the_rows_not_of_a_heading(write: Write) -> None:
    text = "nom;adresse (rue, numéro, ville, pays)\na;1, rue X\nb;2, rue Y, Rennes\n"
    assert read_table(write("t.csv", text)).columns == ("nom", "adresse (rue, numéro, ville, pays)")


def test_headings_are_told_apart_and_long_rows_kept(write: Write) -> None:
    table = read_table(write("t.csv", "nom;nom;;x\na;b;c;d;trop;\ne\n"))
    assert table.columns == ("nom", "nom (2)", "colonne 3", "x")
    long, short = table.rows
    assert long.cells == {"nom": "a", "nom (2)": "b", "colonne 3": "c", "x": "d", "colonne 5": "trop"}
    assert short.cells == {"nom": "e", "nom (2)": "", "colonne 3": "", "x": ""}


def test_single_column(write: Write) -> None:
    assert [row.cells for row in rows_of(write("t.csv", "code\n01001\n"))] == [{"code": "01001"}]


def test_unclosed_quote_is_an_error_with_its_line(write: Write) -> None:
    with pytest.raises(SourceError) as caught:
        rows_of(write("t.csv", 'a;b\n1;2\n3;"x\n4;5\n6;7\n'))
    assert caught.value.line == 3


def test_endless_quote_is_found_before_the_end(write: Write) -> None:
    with pytest.raises(SourceError) as caught:
        rows_of(write("t.csv", 'a;b\n3;"x\n' + "4;5\n" * 5_000))
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "vide"),
        (b"\n\n \n", "vide"),
        (b"a;b\n1;\x00\x00\n", "fichier texte"),
        (b"a;b\n\x81\x8d;x\n", "ni en UTF-8 ni en Windows-1252"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "ancien format"),
        (b"PK\x03\x04" + bytes(100), "endommagé"),
        (b"a;b\n" + b"x;" * 300 + b"\n", "colonnes"),
        (b"a;b\n" + b"x" * 200_000 + b"\n", "lisible"),
    ],
)
def test_what_is_no_table(write: Write, content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        rows_of(write("t.csv", content))


def test_too_many_rows(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ftgraph.sources.tables.MAX_CSV_LINES", 20)
    with pytest.raises(SourceError, match="20 lignes"):
        rows_of(write("t.csv", "a;b\n" + "1;2\n" * 30))


def test_too_many_bytes(write: Write) -> None:
    path = write("t.csv", "a;b\n1;2\n")
    with pytest.raises(SourceError, match="Mo"):
        read_table(path, max_bytes=5)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(SourceError, match="ouvert"):
            read_table(path)


def test_sheet_of_a_csv(write: Write) -> None:
    with pytest.raises(SourceError, match="Feuil1"):
        read_table(write("t.csv", "a;b\n"), sheet="Feuil1")


def test_xlsx_text_is_what_the_user_sees(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx",
        [
            ["code", "nom", None, "jour", "oui", "x"],
            ["01001", "a\nb", "sans titre", datetime(2026, 1, 2), True, 48.85],
            [],
            [1001.0, None, None, date(2026, 3, 4), False, 35000123400012],
            [2, None, None, datetime(2026, 3, 4, 8, 30), None, 0.1],
        ],
    )
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet["A5"].number_format = "00000"
    book.save(path)
    table = read_table(path)
    assert table.columns == ("code", "nom", "colonne 3", "jour", "oui", "x")
    assert [(row.line, *row.cells.values()) for row in table.rows] == [
        (2, "01001", "a\nb", "sans titre", "2026-01-02", "VRAI", "48.85"),
        (4, "1001", "", "", "2026-03-04", "FAUX", "35000123400012"),
        (5, "00002", "", "", "2026-03-04T08:30:00", "", "0.1"),
    ]


def test_xlsx_with_shared_strings(tmp_path: Path) -> None:
    """Excel keeps texts in a part of their own, which openpyxl does not write."""
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    path = workbook(tmp_path / "t.xlsx", [["x"]])
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    rewritten(path, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", override))
    texts = b"<si><t>code</t></si><si><r><t>01</t></r><r><t>001</t></r></si>"
    rewritten(path, "xl/sharedStrings.xml", lambda _: b'<sst xmlns="' + namespace + b'">' + texts + b"</sst>")
    cells = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="7"><c r="A7" t="s"><v>1</v></c></row>'
    sheet = b'<worksheet xmlns="' + namespace + b'"><sheetData>' + cells + b"</sheetData></worksheet>"
    rewritten(path, SHEET, lambda _: sheet)
    assert rows_of(path) == [Row(7, {"code": "01001"})]


def test_xlsx_merged_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a", "b"], ["1", "2"], ["3", "4"]])
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A2:B3")
    book.save(path)
    assert [(row.line, row.cells) for row in rows_of(path)] == [(2, {"a": "1", "b": ""})]


def test_xlsx_sheet_by_name_first_visible_by_default(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.sheet_state = "hidden"
    hidden.append(["caché"])
    for title in ("Vue", "Autre"):
        book.create_sheet(title).append([title])
    path = tmp_path / "t.xlsx"
    book.save(path)
    assert read_table(path).columns == ("Vue",)
    assert read_table(path, sheet="Autre").columns == ("Autre",)
    with pytest.raises(SourceError) as caught:
        read_table(path, sheet="Absente")
    assert "Vue" in caught.value.cure


def test_xlsx_runaway_format_is_harmless_and_runaway_value_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    sheet.append(["1", "2"])
    sheet["XFD1048576"].font = Font(bold=True)
    path = tmp_path / "t.xlsx"
    book.save(path)
    assert len(rows_of(path)) == 1
    sheet["XFD1048576"] = "égarée"
    book.save(path)
    with pytest.raises(SourceError) as caught:
        rows_of(path)
    assert caught.value.line == 1_048_576


def test_xlsx_row_number_without_end(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a"], ["1"]])
    rewritten(path, SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="999999999999"'))
    with pytest.raises(SourceError, match="lignes"):
        rows_of(path)


def test_xlsx_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a"], ["1"]])
    rewritten(path, "xl/media/void.bin", lambda _: bytes(2_000_000))
    assert len(rows_of(path)) == 1
    monkeypatch.setattr(xlsx, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="décompressé"):
        rows_of(path)


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY y "z">]>',
        b"<!doctype x>",
        b"<!-- " + b" " * ((1 << 20) - 60) + b" --><!DOCTYPE x>",
    ],
)
def test_xlsx_with_a_dtd(tmp_path: Path, declaration: bytes) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a"], ["1"]])
    rewritten(path, SHEET, lambda xml: declaration + xml)
    with pytest.raises(SourceError, match="DOCTYPE"):
        rows_of(path)


@pytest.mark.parametrize("offset", range(12))
def test_xlsx_dtd_across_two_reads(tmp_path: Path, offset: int) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a"], ["1"]])
    padding = b" " * ((1 << 20) + 2 - len(b"<!---->") - offset)
    rewritten(path, SHEET, lambda xml: b"<!--" + padding + b"--><!DOCTYPE x>" + xml)
    with pytest.raises(SourceError, match="DOCTYPE"):
        rows_of(path)


def test_xlsx_in_utf16_cannot_hide_a_dtd(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a"], ["1"]])
    rewritten(path, SHEET, lambda xml: ("<!DOCTYPE x>" + xml.decode()).encode("utf-16"))
    with pytest.raises(SourceError, match="UTF-8"):
        rows_of(path)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8)


@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8), delimiter=st.sampled_from(";,\t"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_csv_writes_is_read_back(tmp_path: Path, rows: list[list[str]], delimiter: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *rows])
    path = tmp_path / "t.csv"
    path.write_bytes(buffer.getvalue().encode())
    table = read_table(path)
    assert table.columns == ("a", "b", "c")
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [list(row.cells.values()) for row in table.rows] == kept


@given(content=st.binary(max_size=300))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_table_or_a_source_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    _read_or_refuse(path)


@given(flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=20))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_workbook_gives_a_table_or_a_source_error(tmp_path: Path, flips: list[tuple[float, int]]) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a", "b"], ["1", 2], [date(2026, 1, 1), True]])
    content = bytearray(path.read_bytes())
    for place, value in flips:
        content[int(place * len(content))] = value
    path.write_bytes(content)
    _read_or_refuse(path)


@given(
    part=st.sampled_from(
        [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
    ),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=5),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_part_gives_a_table_or_a_source_error(
    tmp_path: Path, part: str, flips: list[tuple[float, int]]
) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a", "b"], ["1", 2], [date(2026, 1, 1), True]])

    def damage(xml: bytes) -> bytes:
        changed = bytearray(xml)
        for place, value in flips:
            changed[int(place * len(changed))] = value
        return bytes(changed)

    _read_or_refuse(rewritten(path, part, damage))


def _read_or_refuse(path: Path) -> None:
    with contextlib.suppress(SourceError):
        for row in read_table(path).rows:
            assert all(isinstance(text, str) for text in row.cells.values())
