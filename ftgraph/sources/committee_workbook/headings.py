"""Finds the layout's sheets and columns in a file, however they are named and ordered, and cuts lines into records."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from ftgraph.sources.committee_workbook import faults
from ftgraph.sources.committee_workbook.layout import Column, Layout, SheetLayout
from ftgraph.sources.handed_in import Fault, Grid, Place
from ftgraph.sources.vocabulary_labels import fold_label

_DEEPEST_HEADINGS = 30
_SURE = 88
_NEAR = 55


@dataclass(frozen=True)
class Cell:
    """A cell of a known column: its text without spaces around, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Record:
    """A line of a known sheet: its cells that are filled in, and the places of those that are not, by column key."""

    sheet: SheetLayout
    place: Place
    cells: Mapping[str, Cell]
    empty: Mapping[str, Place]


@dataclass
class Found:
    """What was found: records, the sheets that say something (even "none"), faults."""

    records: list[Record] = field(default_factory=list)
    sheets: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def find_records(grids: Sequence[Grid], layout: Layout) -> Found:
    """The records of every sheet that is one of the layout's, by its name or, failing that, by its headings."""
    found = Found()
    names = {
        fold_label(name): sheet
        for sheet in layout.sheets
        for name in (*sheet.synonyms, sheet.key, sheet.heading.en, sheet.heading.fr)
    }
    ignored = {fold_label(name) for name in layout.ignored}
    for grid in grids:
        name = fold_label(_stem(grid.name))
        if name in ignored or not grid.lines:
            continue
        sheet = _by_name(name, names)
        heading = _headings(grid, sheet) if sheet else None
        if heading is None or len(heading.positions) < 2 < len(heading.wanted):
            other = _by_headings(grid, layout)
            if other and (heading is None or len(other[1].positions) > 2 * len(heading.positions)):
                sheet, heading = other
        if sheet is None:
            found.faults.append(faults.UNKNOWN_SHEET.at(Place(grid.name), _nearest_sheets(name, names)))
        elif heading is None:
            expected = [column.heading.fr for column in sheet.columns if column.required]
            found.faults.append(faults.NO_HEADINGS.at(Place(grid.name), expected=faults.listed(expected)))
        else:
            _take(grid, sheet, heading, layout, found)
    return found


def _stem(name: str) -> str:
    """A sheet's or a file's name without folder, extension and rank: « 03-Membres.csv » is « Membres »."""
    name = name.rpartition("/")[2]
    stem = name.rsplit(".", 1)[0] if name.lower().endswith((".csv", ".tsv", ".txt")) else name
    return stem.lstrip("0123456789 ._-") or stem


def _by_name(name: str, names: Mapping[str, SheetLayout]) -> SheetLayout | None:
    if name in names:
        return names[name]
    best = process.extractOne(name, list(names), scorer=fuzz.ratio, score_cutoff=_SURE)
    if best:
        return names[best[0]]
    # « Membres du COPIL », « Liste des réunions 2024 »: one of the names stands whole in it.
    words = f" {name} "
    within = [known for known in names if f" {known} " in words]
    return names[max(within, key=len)] if within else None


def _nearest_sheets(name: str, names: Mapping[str, SheetLayout]) -> list[tuple[str, str]]:
    best = process.extract(name, list(names), scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR)
    return list(dict.fromkeys((names[key].key, names[key].heading.fr) for key, _, _ in best))


@dataclass(frozen=True)
class _Headings:
    """A line of headings: the column at each position that is known, the text of those that are not."""

    line: int
    positions: Mapping[int, Column]
    unknown: Mapping[int, str]
    repeated: tuple[int, ...]
    wanted: tuple[Column, ...]


def _known(sheet: SheetLayout) -> dict[str, Column]:
    known: dict[str, Column] = {}
    for column in sheet.columns:
        for name in (column.heading.fr, column.heading.en):
            known.setdefault(fold_heading(name), column)
    for column in sheet.columns:
        for name in column.synonyms:
            known.setdefault(fold_heading(name), column)
    return known


def fold_heading(text: str) -> str:
    """A heading as it is compared: « Date de début * (jj/mm/aaaa) » is « Date de début »."""
    return fold_label(re.split(r"[(\n]", text, maxsplit=1)[0]) or fold_label(text)


def _headings(grid: Grid, sheet: SheetLayout) -> _Headings | None:
    """The line, among the first, that holds the most headings of the sheet; None: none holds any."""
    known = _known(sheet)
    best: _Headings | None = None
    for line in sorted(grid.lines)[:_DEEPEST_HEADINGS]:
        found = _match(line, grid.lines[line], known, sheet)
        if found.positions and (best is None or len(found.positions) > len(best.positions)):
            best = found
    return best


def _match(line: int, texts: tuple[str, ...], known: Mapping[str, Column], sheet: SheetLayout) -> _Headings:
    positions: dict[int, Column] = {}
    unknown: dict[int, str] = {}
    repeated: list[int] = []
    taken: set[str] = set()
    for position, text in enumerate(texts):
        folded = fold_heading(text)
        if not folded:
            continue
        column = known.get(folded)
        if column is None and len(folded) > 3:
            close = process.extractOne(folded, list(known), scorer=fuzz.ratio, score_cutoff=_SURE)
            column = known[close[0]] if close else None
        if column is None:
            unknown[position] = text.strip()
            continue
        if column.key in taken:
            repeated.append(position)
        taken.add(column.key)
        positions[position] = column
    return _Headings(line, positions, unknown, tuple(repeated), tuple(sheet.columns))


def _by_headings(grid: Grid, layout: Layout) -> tuple[SheetLayout, _Headings] | None:
    """The sheet whose required headings are all there, the one with the most headings found."""
    best: tuple[SheetLayout, _Headings] | None = None
    for sheet in layout.sheets:
        heading = _headings(grid, sheet)
        if heading is None:
            continue
        there = {column.key for column in heading.positions.values()}
        required = {column.key for column in sheet.columns if column.required}
        if required <= there and len(there) > 2 and (best is None or len(there) > len(best[1].positions)):
            best = sheet, heading
    return best


def _take(grid: Grid, sheet: SheetLayout, heading: _Headings, layout: Layout, found: Found) -> None:
    found.faults.extend(_said(grid, heading))
    there = {column.key for column in heading.positions.values()}
    top = Place(grid.name, heading.line)
    found.faults.extend(
        faults.MISSING_HEADING.at(top, heading=column.heading)
        for column in sheet.columns
        if column.required and column.key not in there
    )
    nothing = {fold_label(word) for word in layout.nothing}
    for line in sorted(number for number in grid.lines if number > heading.line):
        record = _record(grid, sheet, heading, line)
        if not record.cells:
            continue
        texts = {fold_label(text) for text in grid.lines[line] if text.strip()}
        if len(texts) == 1 and texts <= nothing:
            found.sheets.add(sheet.key)
        elif not _repeats_headings(record):
            found.records.append(record)
            found.sheets.add(sheet.key)


def _repeats_headings(record: Record) -> bool:
    """A line that repeats the headings, as printed tables do on each page."""
    return all(fold_heading(cell.text) == fold_heading(cell.place.column) for cell in record.cells.values())


def _record(grid: Grid, sheet: SheetLayout, heading: _Headings, line: int) -> Record:
    cells: dict[str, Cell] = {}
    empty: dict[str, Place] = {}
    for position, column in heading.positions.items():
        text = " ".join(grid.text(line, position).replace("\xa0", " ").replace("\u202f", " ").split(" ")).strip()
        place = grid.place(line, position, column.heading.fr)
        if text and column.key not in cells:
            cells[column.key] = Cell(text, place)
            empty.pop(column.key, None)
        elif not text and column.key not in cells:
            empty[column.key] = place
    return Record(sheet, Place(grid.name, line), cells, empty)


def _said(grid: Grid, heading: _Headings) -> Iterator[Fault]:
    """What is not plain about a sheet that is read."""
    if grid.hidden:
        yield faults.HIDDEN_SHEET.at(Place(grid.name))
    below = sorted(line for line in grid.hidden_lines if line > heading.line)
    if below:
        lines = ", ".join(map(str, below[:10])) + ("…" if len(below) > 10 else "")
        yield faults.HIDDEN_LINES.at(Place(grid.name, below[0]), lines=lines)
    merged = [line for line in grid.merged if line > heading.line]
    if merged:
        yield faults.MERGED_CELLS.at(Place(grid.name, merged[0]), count=len(merged))
    for cell in grid.unsaved:
        yield faults.UNSAVED_FORMULA.at(Place(grid.name, int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0), "", cell))
    for position in sorted(grid.hidden_columns & heading.positions.keys()):
        yield faults.HIDDEN_COLUMN.at(grid.place(heading.line, position))
    for position in heading.repeated:
        yield faults.REPEATED_HEADING.at(grid.place(heading.line, position))
    names = {fold_heading(name): column for column in heading.wanted for name in (*column.synonyms, column.heading.fr)}
    for position, text in heading.unknown.items():
        best = process.extract(fold_heading(text), list(names), scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR)
        near = dict.fromkeys((names[key].key, names[key].heading.fr) for key, _, _ in best)
        yield faults.UNKNOWN_HEADING.at(grid.place(heading.line, position), list(near))
