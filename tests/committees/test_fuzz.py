"""Whatever is handed in, the desk reads and checks it, or says in French why not: no other error, no hang."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ftgraph import assets
from ftgraph.committees.checking import Checker
from ftgraph.committees.desk import Desk, open_desk
from ftgraph.errors import FtgraphError
from ftgraph.settings import Settings

EXAMPLES = sorted(path for path in (assets.data() / "demo" / "committees").iterdir() if path.is_dir())
SHEETS = {path: sorted(path.glob("*.csv")) for path in EXAMPLES}
DAY = date(2026, 11, 24)
BOUNDED = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

ODD = st.sampled_from(
    [
        "", " ", "\u00a0", ";", " ; ; ", "néant", "vacant", "?", "0", "-1", "1e400", "12,5", "٣", "31/02/2025",
        "00/00/0000", "99999999999999999999", "2025-13-45", "=1+1", "'", '"', "<script>", "<urn:x>", "\\u0000", "\x0b",
        "Niveau", "Départemental", "les deux", "tous", "R-DEP-01", "35", "2A004", "bassin:EX35-99", "é" * 3000,
        "\ud7ff",
    ]
)  # fmt: skip
CELL = st.one_of(ODD, st.text(max_size=40))
CHANGE = st.tuples(st.sampled_from(["cell", "drop", "twice", "heading", "cut", "column"]), st.integers(0, 400), CELL)
BYTES = st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=12))


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk(Settings().base, checker=Checker())


@contextmanager
def scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def handled(desk: Desk, path: Path) -> None:
    """Reads and checks; only an error of ours, with its French sentence, may come out."""
    try:
        handed_in = desk.read(path)
        report = desk.check(handed_in, on=DAY)
    except FtgraphError as error:
        assert str(error)  # noqa: PT017 - either way out is right
        return
    for committee in report.committees:
        assert committee.conformity in ("conform", "conform-as-far-as-decidable", "not-conform")
        assert all(finding.message.fr for finding in committee.findings)


def changed(rows: list[list[str]], change: tuple[str, int, str]) -> list[list[str]]:
    kind, where, text = change
    if not rows:
        return [[text]]
    row = where % len(rows)
    column = where % max(len(rows[row]), 1)
    if kind == "cell" and rows[row]:
        rows[row][column] = text
    elif kind == "drop":
        del rows[row]
    elif kind == "twice":
        rows.insert(row, list(rows[row]))
    elif kind == "heading" and rows[0]:
        rows[0][where % len(rows[0])] = text
    elif kind == "cut":
        rows[row] = rows[row][:column]
    elif kind == "column":
        for each in rows:
            each.insert(min(where % 6, len(each)), text)
    return rows


def mutated(example: Path, changes: list[tuple[int, tuple[str, int, str]]]) -> dict[str, list[list[str]]]:
    """The sheets of an example, as rows of cells, with the changes made in turn."""
    sheets = {
        path.stem: [line.split(";") for line in path.read_text(encoding="utf-8-sig").splitlines()]
        for path in SHEETS[example]
    }
    names = sorted(sheets)
    for sheet, change in changes:
        name = names[sheet % len(names)]
        sheets[name] = changed(sheets[name], change)
    return sheets


CHANGES = st.lists(st.tuples(st.integers(0, 20), CHANGE), min_size=1, max_size=6)


@BOUNDED
@given(example=st.sampled_from(EXAMPLES), changes=CHANGES)
def test_a_folder_of_csv_with_changed_cells(
    desk: Desk, example: Path, changes: list[tuple[int, tuple[str, int, str]]]
) -> None:
    with scratch() as folder:
        for name, rows in mutated(example, changes).items():
            text = "\r\n".join(";".join(row) for row in rows)
            (folder / f"{name}.csv").write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        handled(desk, folder)


@BOUNDED
@given(example=st.sampled_from(EXAMPLES), sheet=st.integers(0, 20), splices=st.lists(BYTES, min_size=1, max_size=4))
def test_a_folder_of_csv_with_changed_bytes(
    desk: Desk, example: Path, sheet: int, splices: list[tuple[int, bytes]]
) -> None:
    with scratch() as folder:
        for path in SHEETS[example]:
            shutil.copy(path, folder)
        path = folder / SHEETS[example][sheet % len(SHEETS[example])].name
        path.write_bytes(spliced(path.read_bytes(), splices))
        handled(desk, folder)


@BOUNDED
@given(example=st.sampled_from(EXAMPLES), changes=CHANGES)
def test_a_workbook_with_changed_cells(
    desk: Desk, example: Path, changes: list[tuple[int, tuple[str, int, str]]]
) -> None:
    with scratch() as folder:
        (folder / "comite.xlsx").write_bytes(workbook(mutated(example, changes)))
        handled(desk, folder / "comite.xlsx")


@BOUNDED
@given(part=st.integers(0, 30), splices=st.lists(BYTES, min_size=1, max_size=4), whole=st.booleans())
def test_a_workbook_with_changed_bytes(desk: Desk, part: int, splices: list[tuple[int, bytes]], whole: bool) -> None:
    """Changed as a file, or inside one of its parts, so that it is still a sound archive."""
    sound = workbook(mutated(EXAMPLES[0], []))
    with scratch() as folder:
        path = folder / "comite.xlsx"
        path.write_bytes(spliced(sound, splices) if whole else respliced(sound, part, splices))
        handled(desk, path)


@BOUNDED
@given(
    content=st.binary(max_size=400),
    suffix=st.sampled_from([".xlsx", ".ods", ".csv", ".zip", ".ttl", ".nt", ".jsonld", ".rdf", ".txt"]),
)
def test_any_bytes_under_any_name(desk: Desk, content: bytes, suffix: str) -> None:
    with scratch() as folder:
        path = folder / f"comite{suffix}"
        path.write_bytes(content)
        handled(desk, path)


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        for row in rows:
            sheet.append([cell if cell.isprintable() else "?" for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def spliced(content: bytes, splices: list[tuple[int, bytes]]) -> bytes:
    for where, new in splices:
        start = where % (len(content) + 1)
        content = content[:start] + new + content[start + len(new) :]
    return content


def respliced(content: bytes, part: int, splices: list[tuple[int, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        for number, name in enumerate(names):
            data = old.read(name)
            new.writestr(name, spliced(data, splices) if number == part % len(names) else data)
    return made.getvalue()
