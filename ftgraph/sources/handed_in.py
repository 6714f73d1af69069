"""What was handed in to be checked, once read: triples, where each stands in the file, what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.utils import get_column_letter

from ftgraph.wording import Text

Severity = Literal["violation", "warning", "info"]
Kind = Literal["xlsx", "ods", "csv", "rdf"]


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in what was handed in.

    `sheet`: the sheet's name, or the file's name for RDF. `line`: as the spreadsheet or an editor numbers it, from 1;
    0 where unknown. `column`: the heading, or the property's name for RDF. `cell`: "C7"; "" where there is none.
    `value`: as it was typed, before anything was understood.
    """

    sheet: str
    line: int = 0
    column: str = ""
    cell: str = ""
    value: str = ""


@dataclass(frozen=True)
class Grid:
    """A sheet: its name, its lines that are not empty (numbered as the spreadsheet does), what is hidden in it.

    `merged`: the first line of each range of merged cells that was filled with its value. `unsaved`: the cells ("C7")
    whose formula has no saved value.
    """

    name: str
    lines: Mapping[int, tuple[str, ...]]
    hidden: bool = False
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[int, ...] = ()
    unsaved: tuple[str, ...] = ()

    def place(self, line: int, position: int, column: str = "", value: str | None = None) -> Place:
        """Where the cell at `position` (from 0) of `line` is. `column`: the heading it stands under."""
        cell = f"{get_column_letter(position + 1)}{line}"
        return Place(self.name, line, column, cell, self.text(line, position) if value is None else value)

    def text(self, line: int, position: int) -> str:
        """The text of a cell; "" where there is none."""
        texts = self.lines.get(line, ())
        return texts[position] if position < len(texts) else ""


@dataclass(frozen=True)
class Fault:
    """What could not be read or matched, whatever the rules say. `code` is stable: `unknown-organisation`…

    `candidates`: the nearest things that exist, (key, label), nearest first.
    """

    code: str
    severity: Severity
    place: Place
    message: Text
    remedy: Text
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HandedIn:
    """A committee file once read.

    `data`: N-Triples text, nothing but what was handed in (and matched to the graph's IRIs). `places`: (subject IRI,
    property IRI) → where it stands; the property is "" for the whole row or description. `parts`: IRIs of the classes
    of things that the file speaks of, even to say that there are none (`ft:Meeting` when the sheet Réunions is
    there and is filled in): a rule that needs another part cannot be decided. `sheets`: those of a workbook or of CSV
    files. `workbook`: the XLSX itself, byte for byte; empty for any other kind.
    """

    name: str
    kind: Kind
    data: str
    places: Mapping[tuple[str, str], tuple[Place, ...]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    parts: tuple[str, ...] = ()
    sheets: tuple[Grid, ...] = ()
    workbook: bytes = b""
