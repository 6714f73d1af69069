"""What can be wrong with a cell of a committee's file, taken by itself. Codes are stable."""

from collections.abc import Sequence

from ftgraph.sources.committee_workbook.fault_words import SPACE, english, quoted, suggesting
from ftgraph.sources.handed_in import Fault, Place
from ftgraph.wording import Text


def missing_value(place: Place) -> Fault:
    """A cell that must be filled in, and is empty."""
    return Fault(
        "missing-value",
        "violation",
        place,
        Text(
            f"Ligne {place.line} de la feuille {quoted(place.sheet)}{SPACE}: {quoted(place.column)} est vide.",
            f"Line {place.line} of the sheet {english(place.sheet)}: {english(place.column)} is empty.",
        ),
        Text(f"Remplissez la cellule {place.cell}.", f"Fill in the cell {place.cell}."),
    )


def vacant_seat(place: Place, seat: str) -> Fault:
    """A seat that nobody holds."""
    return Fault(
        "vacant-seat",
        "info",
        place,
        Text(
            f"Le siège {quoted(seat)} est vacant (ligne {place.line}).",
            f"The seat {english(seat)} is vacant (line {place.line}).",
        ),
        Text(
            "Indiquez la personne et son organisation, ou laissez le siège vacant.",
            "Give the person and their organisation, or leave the seat vacant.",
        ),
    )


def unreadable_value(place: Place, expected: Text, example: str) -> Fault:
    """A cell that is not of its column's kind."""
    return Fault(
        "unreadable-value",
        "violation",
        place,
        Text(
            f"{quoted(place.value)} n’est pas {expected.fr} ({quoted(place.column)}, cellule {place.cell}).",
            f"{english(place.value)} is not {expected.en} ({english(place.column)}, cell {place.cell}).",
        ),
        Text(f"Écrivez par exemple {quoted(example)}.", f"Write for instance {english(example)}."),
    )


def several_values(place: Place, kept: str) -> Fault:
    """Several values in a cell that takes one."""
    return Fault(
        "several-values",
        "warning",
        place,
        Text(
            f"{quoted(place.column)} n’admet qu’une valeur (cellule {place.cell}){SPACE}: {quoted(kept)} est gardée.",
            f"{english(place.column)} takes one value (cell {place.cell}): {english(kept)} is kept.",
        ),
        Text("N’en laissez qu’une, ou ajoutez une ligne.", "Leave one, or add a line."),
    )


def unknown_value(place: Place, value: str, candidates: Sequence[tuple[str, str]], other: str = "") -> Fault:
    """A value that the column's list does not have. `other`: the heading of a column whose list has it."""
    remedy = Text("Choisissez dans la liste.", "Choose from the list.")
    if other:
        remedy = Text(
            f"{quoted(value)} est une valeur de {quoted(other)}{SPACE}: "
            f"remettez chaque valeur de la ligne {place.line} dans sa colonne.",
            f"{english(value)} is a value of {english(other)}: put each value of line {place.line} in its own column.",
        )
    return suggesting(
        "unknown-value",
        "violation",
        place,
        Text(
            f"{quoted(value)} n’est pas une valeur de {quoted(place.column)} (cellule {place.cell}).",
            f"{english(value)} is no value of {english(place.column)} (cell {place.cell}).",
        ),
        remedy,
        () if other else candidates,
    )


def read_as(place: Place, value: str, label: str) -> Fault:
    """A value that was recognised in spite of its spelling."""
    return Fault(
        "read-as",
        "info",
        place,
        Text(
            f"{quoted(value)} est lu comme {quoted(label)} (cellule {place.cell}).",
            f"{english(value)} is read as {english(label)} (cell {place.cell}).",
        ),
        Text("Corrigez l’orthographe si c’est bien cela.", "Correct the spelling if that is what is meant."),
    )


def repaired_code(place: Place, value: str, code: str) -> Fault:
    """A code that had lost its leading zeros."""
    return Fault(
        "repaired-code",
        "info",
        place,
        Text(
            f"{quoted(value)} est lu comme {quoted(code)}{SPACE}: le tableur a retiré le zéro initial.",
            f"{english(value)} is read as {english(code)}: the spreadsheet dropped the leading zero.",
        ),
        Text("Mettez la colonne au format Texte.", "Format the column as Text."),
    )


def bad_code(place: Place, value: str) -> Fault:
    """A SIREN or SIRET that cannot be one."""
    return Fault(
        "bad-siret",
        "warning",
        place,
        Text(
            f"{quoted(value)} n’est ni un SIRET ni un SIREN (cellule {place.cell}){SPACE}: il est laissé de côté.",
            f"{english(value)} is neither a SIRET nor a SIREN (cell {place.cell}): it is left out.",
        ),
        Text(
            "Vérifiez les 14 chiffres du SIRET, ou les 9 du SIREN, dans une colonne au format Texte.",
            "Check the 14 digits of the SIRET, or the 9 of the SIREN, in a column formatted as Text.",
        ),
    )
