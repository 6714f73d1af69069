"""The workbook to fill with observations: a sheet of values with its lists, one of the indicators, one of the codes."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ftgraph.sources.observation_rows import BASE_HEADINGS
from ftgraph.sources.observation_structure import WITHHELD, Structure

_FILL = PatternFill("solid", fgColor="FFE8EDF3")
_ROWS = 5_000
_HELP = (
    ("Une ligne par valeur", "indicateur, territoire, période, valeur. Les autres colonnes sont facultatives."),
    ("Territoire", "departement:35, bassin:…, region:53, country:FR, ou un nom que porte un seul territoire."),
    ("Période", "2025, S1 2025, T1 2025 ou 03/2025. Ou bien une colonne par période, sans colonne « Valeur »."),
    ("Colonnes de ventilation", "vides : tout le monde. Chaque indicateur ne se ventile que selon les siennes."),
    (
        "Effectif",
        "pour un taux ou un délai : sur combien de personnes ou d’offres il est calculé. Jamais publié ; sans lui, "
        "une valeur ventilée est masquée.",
    ),
    (
        "Petits effectifs",
        "ne les retirez pas : l’import masque les valeurs trop petites, et celles qui permettraient de les retrouver. "
        "Une valeur que vous masquez vous-même s’écrit « secret ».",
    ),
)


def template(structure: Structure) -> bytes:
    """The workbook, XLSX. Its first sheet is what `ftgraph import observations` reads."""
    book = Workbook()
    values = book.active
    assert isinstance(values, Worksheet)  # noqa: S101 - a new workbook has one
    values.title = "Observations"
    labels = structure.labels
    keys = ["indicator", "territory", "period", *(each.key for each in structure.dimensions), "value"]
    headings = [*(labels[key].fr for key in keys), BASE_HEADINGS[0], labels["status"].fr]
    _head(values, headings, 22)
    lists = book.create_sheet("Listes")
    columns: dict[str, Sequence[str]] = {
        labels["indicator"].fr: [each.label.fr for each in structure.indicators.values()],
        **{each.label.fr: [code.label.fr for code in each.codes] for each in structure.dimensions},
        labels["status"].fr: [each.label.fr for each in structure.statuses if each.notation != WITHHELD],
    }
    _head(lists, list(columns), 34)
    for number, (heading, words) in enumerate(columns.items(), start=1):
        for line, word in enumerate(words, start=2):
            lists.cell(line, number, word)
        letter = get_column_letter(number)
        rule = DataValidation("list", formula1=f"Listes!${letter}$2:${letter}${len(words) + 1}", allow_blank=True)
        values.add_data_validation(rule)
        target = get_column_letter(headings.index(heading) + 1)
        rule.add(f"{target}2:{target}{_ROWS}")
    _tell_indicators(book.create_sheet("Indicateurs"), structure)
    notes = book.create_sheet("Mode d’emploi")
    notes.column_dimensions["A"].width = 28
    notes.column_dimensions["B"].width = 110
    for about, text in _HELP:
        notes.append([about, text.replace(" :", "\u202f:").replace(" ;", "\u202f;")])
        notes.cell(notes.max_row, 1).font = Font(bold=True)
        notes.cell(notes.max_row, 2).alignment = Alignment(wrap_text=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _tell_indicators(sheet: Worksheet, structure: Structure) -> None:
    _head(sheet, ("Indicateur", "Code", "Unité", "Ce qu’il mesure", "Mode de calcul", "Se ventile par"), 40)
    for each in structure.indicators.values():
        by = ", ".join(structure.labels[key].fr for key in each.allowed)
        unit = each.unit.label.fr if each.unit else ""
        sheet.append([each.label.fr, each.key, unit, each.definition.fr, each.formula.fr, by])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _head(sheet: Worksheet, headings: Sequence[str], width: int) -> None:
    sheet.append(list(headings))
    for number in range(1, len(headings) + 1):
        cell = sheet.cell(1, number)
        cell.font = Font(bold=True)
        cell.fill = _FILL
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
