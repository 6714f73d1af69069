"""A check's report as plain text, for a terminal or an e-mail."""

import textwrap
from collections.abc import Iterator

from ftgraph.exports.committee import words
from ftgraph.exports.committee.document import Document, Section, Table
from ftgraph.exports.committee.entries import Entry
from ftgraph.exports.wording import pick

_WIDTH = 100
_CELL = 44


def render(document: Document) -> str:
    """The report in lines of at most 100 characters (tables may be wider)."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield document.title
    yield "=" * len(document.title)
    yield from (f"{name} : {value}" for name, value in document.about if value)
    yield ""
    yield document.summary
    if document.faults:
        yield from _heading(document.faults.title, "-")
        for entry in document.faults.entries:
            yield from _entry(entry, document.language)
    for section in document.sections:
        yield from _section(section, document.language)
    if document.notes:
        yield from _heading(document.notes.title, "-")
        for entry in document.notes.entries:
            yield from _entry(entry, document.language)


def _section(section: Section, language: str) -> Iterator[str]:
    yield from _heading(section.title, "=")
    for name, value in section.about:
        if value:
            yield from textwrap.wrap(f"{name} : {value}", _WIDTH, subsequent_indent="  ")
    yield f"{section.verdict} : {section.summary}"
    for group in section.groups:
        yield from _heading(group.title, "-")
        for entry in group.entries:
            yield from _entry(entry, language)
    for table in section.tables:
        yield from _heading(table.title, "-")
        yield from table_lines(table)
    for title, lines in (
        (words.UNDECIDABLE, section.undecidable),
        (words.KEPT, section.kept),
        (words.NOT_APPLICABLE, section.not_applicable),
    ):
        if lines:
            yield from _heading(pick(title, language), "-")
        for line in lines:
            text = f"{line.rule}  {line.definition}" + (f" → {line.reason}" if line.reason else "")
            yield from textwrap.wrap(text, _WIDTH, subsequent_indent=" " * 10)


def _heading(title: str, underline: str) -> Iterator[str]:
    yield from ("", title, underline * len(title))


def _entry(entry: Entry, language: str) -> Iterator[str]:
    rule = f" {entry.rule}" if entry.rule else ""
    yield from textwrap.wrap(f"[{entry.severity_label}{rule}] {entry.message}", _WIDTH, subsequent_indent="    ")
    details = [
        (words.WHERE, entry.where),
        (words.READ, f"« {entry.value} »" if entry.value and entry.where else ""),
        (words.REMEDY, entry.remedy),
        (words.BASIS, " ; ".join(reference.label for reference in entry.references)),
    ]
    for name, value in details:
        if value:
            text = f"{pick(name, language)} : {value}"
            yield from textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")
    if entry.exception:
        yield from textwrap.wrap(entry.exception, _WIDTH, initial_indent="    ", subsequent_indent="      ")


def table_lines(table: Table) -> Iterator[str]:
    """One table in columns; the lines that lack something begin with « ! »."""
    if table.note:
        yield table.note
    if not table.rows:
        return
    cells = [list(table.headings), *([value.replace("\n", " / ") for value in row] for row in table.rows)]
    widths = [min(_CELL, max(len(row[number]) for row in cells)) for number in range(len(table.headings))]
    for number, row in enumerate(cells):
        mark = "!" if number - 1 in table.warned else " "
        wrapped = [textwrap.wrap(value, width or 1) or [""] for value, width in zip(row, widths, strict=True)]
        for line in range(max(map(len, wrapped))):
            pieces = [
                (each[line] if line < len(each) else "").rjust(width)
                if place in table.numbers
                else (each[line] if line < len(each) else "").ljust(width)
                for place, (each, width) in enumerate(zip(wrapped, widths, strict=True))
            ]
            yield f"{mark if line == 0 else ' '} {'  '.join(pieces)}".rstrip()
        if number == 0:
            yield "  " + "  ".join("─" * width for width in widths)
