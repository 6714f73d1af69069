"""What can be wrong with the sheets and headings of a committee's file. Codes are stable."""

from collections.abc import Sequence

from ftgraph.sources.committee_workbook.fault_words import SPACE, english, quoted, suggesting
from ftgraph.sources.handed_in import Fault, Place
from ftgraph.wording import Text


def missing_sheet(file: str, heading: Text) -> Fault:
    """A sheet without which nothing can be read."""
    return Fault(
        "missing-sheet",
        "violation",
        Place(file),
        Text(f"La feuille {quoted(heading.fr)} manque.", f"The sheet {english(heading.fr)} is missing."),
        Text(
            "Reprenez le classeur type, ou donnez ce nom à la feuille qui porte ces données.",
            "Start from the template, or give this name to the sheet that holds these data.",
        ),
    )


def unknown_sheet(place: Place, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A sheet that is none of the layout's."""
    return suggesting(
        "unknown-sheet",
        "info",
        place,
        Text(
            f"La feuille {quoted(place.sheet)} n’est pas une feuille du classeur type{SPACE}: elle n’est pas lue.",
            f"The sheet {english(place.sheet)} is none of the template’s: it is not read.",
        ),
        Text("Renommez-la si elle doit être lue.", "Rename it if it is to be read."),
        candidates,
    )


def no_headings(place: Place, expected: Sequence[str]) -> Fault:
    """A sheet of the layout on which no heading was found."""
    fr, en = (", ".join(map(quote, expected)) for quote in (quoted, english))
    return Fault(
        "headings-not-found",
        "violation",
        place,
        Text(
            f"Sur la feuille {quoted(place.sheet)}, la ligne d’en-têtes est introuvable{SPACE}: "
            "la feuille n’est pas lue.",
            f"On the sheet {english(place.sheet)}, no line of headings was found: the sheet is not read.",
        ),
        Text(f"Mettez au-dessus des données les en-têtes {fr}.", f"Put the headings {en} above the data."),
    )


def missing_heading(place: Place, heading: Text) -> Fault:
    """A required column that the sheet does not have."""
    return Fault(
        "missing-heading",
        "violation",
        place,
        Text(
            f"Sur la feuille {quoted(place.sheet)}, la colonne {quoted(heading.fr)} manque.",
            f"On the sheet {english(place.sheet)}, the column {english(heading.fr)} is missing.",
        ),
        Text(f"Ajoutez une colonne {quoted(heading.fr)}.", f"Add a column {english(heading.fr)}."),
    )


def unknown_heading(place: Place, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A column that the layout does not have."""
    return suggesting(
        "unknown-heading",
        "info",
        place,
        Text(
            f"La colonne {quoted(place.value)} de la feuille {quoted(place.sheet)} n’est pas lue.",
            f"The column {english(place.value)} of the sheet {english(place.sheet)} is not read.",
        ),
        Text("Renommez-la si elle doit être lue.", "Rename it if it is to be read."),
        candidates,
    )


def repeated_heading(place: Place) -> Fault:
    """A heading that stands twice on one sheet."""
    return Fault(
        "repeated-heading",
        "warning",
        place,
        Text(
            f"L’en-tête {quoted(place.value)} figure plusieurs fois sur la feuille {quoted(place.sheet)}{SPACE}: "
            "la première cellule remplie est lue.",
            f"The heading {english(place.value)} stands several times on the sheet {english(place.sheet)}: "
            "the first filled cell is read.",
        ),
        Text("Gardez une seule colonne de ce nom.", "Keep one column of that name."),
    )


def hidden_sheet(place: Place) -> Fault:
    """A sheet that is hidden, and is read all the same."""
    return Fault(
        "hidden-sheet",
        "info",
        place,
        Text(
            f"La feuille {quoted(place.sheet)} est masquée{SPACE}: elle est lue.",
            f"The sheet {english(place.sheet)} is hidden: it is read.",
        ),
        Text("Affichez-la, ou supprimez-la si elle ne compte plus.", "Show it, or delete it if it no longer counts."),
    )


def hidden_lines(place: Place, lines: Sequence[int]) -> Fault:
    """Lines that are hidden, and are read all the same."""
    shown = ", ".join(str(line) for line in lines[:10]) + ("…" if len(lines) > 10 else "")
    return Fault(
        "hidden-lines",
        "info",
        place,
        Text(
            f"La feuille {quoted(place.sheet)} a des lignes masquées ou filtrées ({shown}){SPACE}: elles sont lues.",
            f"The sheet {english(place.sheet)} has hidden or filtered lines ({shown}): they are read.",
        ),
        Text(
            "Affichez-les, ou supprimez celles qui ne comptent plus.",
            "Show them, or delete those that no longer count.",
        ),
    )


def hidden_column(place: Place) -> Fault:
    """A column that is hidden, and is read all the same."""
    return Fault(
        "hidden-column",
        "info",
        place,
        Text(
            f"La colonne {quoted(place.value)} de la feuille {quoted(place.sheet)} est masquée{SPACE}: elle est lue.",
            f"The column {english(place.value)} of the sheet {english(place.sheet)} is hidden: it is read.",
        ),
        Text("Affichez-la, ou supprimez-la si elle ne compte plus.", "Show it, or delete it if it no longer counts."),
    )


def merged_cells(place: Place, count: int) -> Fault:
    """Merged cells whose value was given to the whole range."""
    return Fault(
        "merged-cells",
        "info",
        place,
        Text(
            f"La feuille {quoted(place.sheet)} a des cellules fusionnées ({count}){SPACE}: "
            "la valeur vaut pour toute la plage.",
            f"The sheet {english(place.sheet)} has merged cells ({count}): the value stands for the whole range.",
        ),
        Text(
            "Défusionnez-les si la valeur ne vaut que pour une ligne.",
            "Split them if the value stands for one line only.",
        ),
    )


def unsaved_formula(place: Place) -> Fault:
    """A formula whose result the file does not hold."""
    return Fault(
        "formula-without-value",
        "warning",
        place,
        Text(
            f"La cellule {place.cell} contient une formule dont le résultat n’est pas enregistré{SPACE}: "
            "elle est lue comme vide.",
            f"The cell {place.cell} holds a formula whose result was not saved: it is read as empty.",
        ),
        Text(
            "Ouvrez le classeur dans un tableur, enregistrez-le, et remettez-le.",
            "Open the workbook in a spreadsheet, save it, and hand it in again.",
        ),
    )


def too_many_faults(file: str, left_out: int) -> Fault:
    """Faults of one code past those that are listed."""
    return Fault(
        "more-faults",
        "info",
        Place(file),
        Text(
            f"{left_out} autres anomalies de lecture ne sont pas détaillées.",
            f"{left_out} more reading faults are not listed.",
        ),
        Text("Corrigez celles-ci, puis remettez le classeur.", "Correct these, then hand the workbook in again."),
    )
