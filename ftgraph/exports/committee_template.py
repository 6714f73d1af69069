"""The committee workbook to fill in: headings, lists, explanations, and the seats that a rule set expects laid out.

Its layout is the one that the reader goes by (`data/reference/committee-workbook.toml`); its lists come from the
vocabularies, its seats from the target schemes.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ftgraph.exports.french_csv import cell as french
from ftgraph.exports.wording import count
from ftgraph.sources.committee_workbook.directory import Place
from ftgraph.sources.committee_workbook.expected import ExpectedCommittee, ExpectedSeat, read_expected
from ftgraph.sources.committee_workbook.layout import Column, Layout, SheetLayout, load
from ftgraph.sources.committee_workbook.words import labels, read_indicators
from ftgraph.sources.territories import Territories, Territory

_LAST_LINE = 500  # lists and formats reach down to it
_FILL, _REQUIRED_FILL = "FFE8EDF3", "FFD5DFEA"
_HELP, _LISTS = "Mode d’emploi", "Listes"
_YES_NO = ("oui", "non")
_PROMPT = 250  # Excel shows no more

Lines = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class Remit:
    """The territory of the committee: itself, its communes, EPCI and départements, and the committee's above."""

    place: Place
    communes: tuple[str, ...]
    epci: tuple[Territory, ...]
    departements: tuple[Territory, ...]
    above: str


def remit(place: Place, level: str, territories: Territories, communes: Sequence[str] = ()) -> Remit:
    """What the template says of a territory. `communes`: a zone's, which the territory tables do not know."""
    codes = tuple(communes) or territories.communes_of(place.kind, place.code)
    parents: dict[str, set[str]] = {"epci": set(), "departement": set()}
    for code in codes:
        parents["departement"].add(territories.departement_of(code))
        commune = territories.by_code("commune", code)
        if commune and (epci := commune.parent("epci")):
            parents["epci"].add(epci)
    found = {
        kind: tuple(each for key in sorted(keys) if (each := territories.by_code(kind, key)))
        for kind, keys in parents.items()
    }
    above = ""
    if level == "REG":
        above = "France"
    elif level == "DEP" and found["departement"]:
        region = territories.by_code("region", found["departement"][0].parent("region") or "")
        above = region.name if region else ""
    elif level == "LOC" and found["departement"]:
        above = found["departement"][0].name
    return Remit(place, codes, found["epci"], found["departement"], above)


def write(path: Path, level: str, where: Remit, rule_set: str, on: date) -> None:
    """The workbook (.xlsx) of a committee of `level` (NAT, REG, DEP, LOC) under `rule_set`, for terms from `on`.

    Raises `UsageError` when the rule set expects no committee of that level.
    """
    layout = load()
    expected = read_expected(level, rule_set)
    lines = _lines(expected, where)
    book = Workbook()
    page = book.worksheets[0]
    page.title = _HELP
    _explain(page, layout, expected, where, on)
    lists = _Lists(book.create_sheet(_LISTS))
    for sheet in layout.sheets:
        _fill(book.create_sheet(sheet.heading.fr), sheet, lines.get(sheet.key, ()), lists)
    book.move_sheet(_LISTS, len(layout.sheets))
    book[_LISTS].sheet_state = "hidden"
    book.save(path)


def write_folder(path: Path, level: str, where: Remit, rule_set: str) -> None:
    """The same as a folder of CSV files, one a sheet, that French Excel opens. Errors as `write`; `OSError` too."""
    lines = _lines(read_expected(level, rule_set), where)
    path.mkdir(parents=True, exist_ok=True)
    for rank, sheet in enumerate(load().sheets, start=1):
        with (path / f"{rank:02d}-{sheet.heading.fr}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            writer.writerow([column.heading.fr for column in sheet.columns])
            for line in lines.get(sheet.key, ()):
                writer.writerow([french(line.get(column.key, "")) for column in sheet.columns])


def _lines(expected: ExpectedCommittee, where: Remit) -> Lines:
    """What is already filled in, by sheet and column key."""
    names = {scheme: labels(scheme) for scheme in ("actor-category", "seat-status", "role", "formation-type")}
    level_above = {"REG": "NAT", "DEP": "REG", "LOC": "DEP"}.get(expected.level)
    upper = read_expected(level_above, expected.rule_set).label.fr if level_above else ""
    committee = {
        "name": f"{expected.label.fr} – {where.place.name}",
        "level": labels("committee-level")[expected.level],
        "territory": where.place.name if where.place.kind != "zone" else where.place.code,
        "rule_set": labels("rule-set")[expected.rule_set],
        "upper": f"{upper} – {where.above}" if upper and where.above else "",
    }
    formations = [
        {"name": _capital(each.label.fr), "type": names["formation-type"][each.type]} for each in expected.formations
    ]
    members = [
        {
            "formations": "\u00a0; ".join(_capital(name) for name in seat.formations),
            "seat": label,
            "status": names["seat-status"][seat.status],
            "role": names["role"][seat.role],
            "college": seat.college,
            "votes": "" if seat.votes is None else str(seat.votes),
            "accepts": "\u00a0; ".join(names["actor-category"][key] for key in seat.categories),
        }
        for seat in expected.seats
        for label in _labels(seat, where)
    ]
    return {"committees": [committee], "formations": formations, "members": members}


def _labels(seat: ExpectedSeat, where: Remit) -> Iterator[str]:
    """The seat's name; one an EPCI or a département where the text wants each of them (R. 5311-17, R. 5311-32)."""
    if seat.college and seat.categories == ("epci",) and where.epci:
        yield from (f"un représentant de {each.name}" for each in where.epci)
    elif seat.college and seat.categories == ("departement",) and where.place.kind == "region":
        yield from (f"un représentant du département\u00a0: {each.name}" for each in where.departements)
    else:
        yield seat.label.fr


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Lists:
    """The hidden sheet of the lists: one column a list, each written once."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._known: dict[tuple[str, ...], str] = {}

    def formula(self, values: Sequence[str]) -> str:
        """The range where `values` stand, for a data validation (a list written in it may not pass 255 characters)."""
        key = tuple(values)
        if key not in self._known:
            letter = get_column_letter(len(self._known) + 1)
            for line, value in enumerate(values, start=1):
                self._page[f"{letter}{line}"] = value
            self._known[key] = f"={_LISTS}!${letter}$1:${letter}${len(values)}"
        return self._known[key]


def _values(column: Column) -> tuple[str, ...]:
    """What a column's list offers; nothing when it has no list."""
    match column.kind:
        case "concept" | "topic":
            return tuple(sorted({label for scheme in column.schemes for label in labels(scheme).values()}))
        case "choice":
            return tuple(choice.label.fr for choice in column.choices)
        case "yes-no":
            return _YES_NO
        case "indicator":
            return tuple(word.label for word in read_indicators().by_key.values())
    return ()


def _fill(page: Any, sheet: SheetLayout, lines: Sequence[Mapping[str, str]], lists: _Lists) -> None:
    for position, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(position)
        head = page[f"{letter}1"]
        head.value = column.heading.fr
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor=_REQUIRED_FILL if column.required else _FILL)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[letter].width = column.width
        if column.kind == "date" and not column.many:
            page.column_dimensions[letter].number_format = "DD/MM/YYYY"
        elif column.code:
            page.column_dimensions[letter].number_format = "@"
        page.add_data_validation(_validation(column, f"{letter}2:{letter}{_LAST_LINE}", lists))
    for number_, line in enumerate(lines, start=2):
        for position, column in enumerate(sheet.columns, start=1):
            if line.get(column.key):
                page.cell(number_, position, line[column.key]).alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{max(2, len(lines) + 1)}"


def _validation(column: Column, cells: str, lists: _Lists) -> DataValidation:
    values = _values(column)
    rule = DataValidation(type="list", formula1=lists.formula(values), allow_blank=True) if values else DataValidation()
    # A cell of several values is more than one of the list; an indicator may be outside it.
    rule.showErrorMessage = bool(values) and not column.many and column.kind != "indicator"
    rule.showInputMessage = True
    rule.promptTitle = column.heading.fr[:32]
    rule.prompt = column.help.fr[:_PROMPT]
    rule.errorTitle = "Valeur inconnue"
    rule.error = "Choisissez une valeur de la liste."
    rule.add(cells)
    return rule


def _explain(page: Any, layout: Layout, expected: ExpectedCommittee, where: Remit, on: date) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 32
    page.column_dimensions["C"].width, page.column_dimensions["D"].width = 14, 100
    for row in _told(layout, expected, where, on):
        page.append(row)
    for row in page.iter_rows():
        for each in row:
            each.alignment = Alignment(wrap_text=True, vertical="top")
    page["A1"].font = Font(bold=True, size=14)
    page["A1"].alignment = Alignment(wrap_text=False)


def _told(layout: Layout, expected: ExpectedCommittee, where: Remit, on: date) -> Iterator[list[str]]:
    yield [f"Classeur de comité\u00a0: {expected.label.fr} – {where.place.name}"]
    yield ["Référentiel", labels("rule-set")[expected.rule_set]]
    yield ["Préparé pour le", on.strftime("%d/%m/%Y")]
    if where.communes:
        yield ["Ressort", where.place.name, "", f"{count(len(where.communes))} communes"]
    if where.departements:
        yield ["Départements", "", "", ", ".join(f"{each.name} ({each.code})" for each in where.departements)]
    if where.epci and expected.level in {"DEP", "LOC"}:
        yield ["EPCI", "", "", "\u00a0; ".join(each.name for each in where.epci)]
    yield []
    yield [
        "Comment faire",
        "",
        "",
        "Complétez les feuilles, puis remettez le classeur. Les colonnes peuvent changer d’ordre, pas de nom. "
        "Une cellule de plusieurs valeurs les sépare par des points-virgules. Écrivez «\u202fnéant\u202f» sur la "
        "première ligne d’une feuille pour dire qu’il n’y a rien à y porter\u00a0; "
        "une feuille laissée vide n’est pas examinée.",
    ]
    yield []
    yield ["Feuille", "Colonne", "Obligatoire", "Explication"]
    for sheet in layout.sheets:
        yield [sheet.heading.fr, "", "non" if sheet.optional else "", sheet.help.fr]
        for column in sheet.columns:
            yield [sheet.heading.fr, column.heading.fr, "oui" if column.required else "", column.help.fr]
