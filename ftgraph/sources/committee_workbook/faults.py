"""What can be wrong with a committee's file before any rule is looked at: one function a fault, its words fr and en.

The codes are stable: documentation and programs name them.
"""

from collections.abc import Sequence

from ftgraph.sources.handed_in import Fault, Place
from ftgraph.wording import Text

_SPACE = "\u00a0"
_THIN = "\u202f"


def quoted(text: str) -> str:
    """« text », cut to what a report can show."""
    short = text if len(text) <= 80 else f"{text[:79]}…"
    return f"«{_THIN}{short}{_THIN}»"


def _english(text: str) -> str:
    short = text if len(text) <= 80 else f"{text[:79]}…"
    return f"“{short}”"


def _near(candidates: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """« Le plus proche : … » in both languages, or two empty texts."""
    if not candidates:
        return "", ""
    names = [label for _, label in candidates[:3]]
    french = " ou ".join(quoted(name) for name in names)
    english = " or ".join(_english(name) for name in names)
    return f" Le plus proche{_SPACE}: {french}.", f" Nearest: {english}."


def unknown_sheet(place: Place, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A sheet that is none of the layout's."""
    near, nearest = _near(candidates)
    return Fault(
        "unknown-sheet",
        "info",
        place,
        Text(
            f"La feuille {quoted(place.sheet)} n’est pas une feuille du classeur type{_SPACE}: elle n’est pas lue.",
            f"The sheet {_english(place.sheet)} is none of the template’s: it is not read.",
        ),
        Text(f"Renommez-la si elle doit être lue.{near}", f"Rename it if it is to be read.{nearest}"),
        tuple(candidates),
    )


def missing_sheet(file: str, heading: Text) -> Fault:
    """A sheet without which nothing can be read."""
    return Fault(
        "missing-sheet",
        "violation",
        Place(file),
        Text(f"La feuille {quoted(heading.fr)} manque.", f"The sheet {_english(heading.fr)} is missing."),
        Text(
            "Reprenez le classeur type, ou donnez ce nom à la feuille qui porte ces données.",
            "Start from the template, or give this name to the sheet that holds these data.",
        ),
    )


def no_headings(place: Place, expected: Sequence[str]) -> Fault:
    """A sheet of the layout on which no heading was found."""
    names, english = ", ".join(quoted(name) for name in expected), ", ".join(_english(name) for name in expected)
    return Fault(
        "headings-not-found",
        "violation",
        place,
        Text(
            f"Sur la feuille {quoted(place.sheet)}, la ligne d’en-têtes est introuvable{_SPACE}: "
            "la feuille n’est pas lue.",
            f"On the sheet {_english(place.sheet)}, no line of headings was found: the sheet is not read.",
        ),
        Text(f"Mettez au-dessus des données les en-têtes {names}.", f"Put the headings {english} above the data."),
    )


def missing_heading(place: Place, heading: Text) -> Fault:
    """A required column that the sheet does not have."""
    return Fault(
        "missing-heading",
        "violation",
        place,
        Text(
            f"Sur la feuille {quoted(place.sheet)}, la colonne {quoted(heading.fr)} manque.",
            f"On the sheet {_english(place.sheet)}, the column {_english(heading.fr)} is missing.",
        ),
        Text(f"Ajoutez une colonne {quoted(heading.fr)}.", f"Add a column {_english(heading.fr)}."),
    )


def unknown_heading(place: Place, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A column that the layout does not have."""
    near, nearest = _near(candidates)
    return Fault(
        "unknown-heading",
        "info",
        place,
        Text(
            f"La colonne {quoted(place.value)} de la feuille {quoted(place.sheet)} n’est pas lue.",
            f"The column {_english(place.value)} of the sheet {_english(place.sheet)} is not read.",
        ),
        Text(f"Renommez-la si elle doit être lue.{near}", f"Rename it if it is to be read.{nearest}"),
        tuple(candidates),
    )


def repeated_heading(place: Place) -> Fault:
    """A heading that stands twice on one sheet."""
    return Fault(
        "repeated-heading",
        "warning",
        place,
        Text(
            f"L’en-tête {quoted(place.value)} figure plusieurs fois sur la feuille {quoted(place.sheet)}{_SPACE}: "
            "la première cellule remplie est lue.",
            f"The heading {_english(place.value)} stands several times on the sheet {_english(place.sheet)}: "
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
            f"La feuille {quoted(place.sheet)} est masquée{_SPACE}: elle est lue.",
            f"The sheet {_english(place.sheet)} is hidden: it is read.",
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
            f"La feuille {quoted(place.sheet)} a des lignes masquées ou filtrées ({shown}){_SPACE}: elles sont lues.",
            f"The sheet {_english(place.sheet)} has hidden or filtered lines ({shown}): they are read.",
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
            f"La colonne {quoted(place.value)} de la feuille {quoted(place.sheet)} est masquée{_SPACE}: elle est lue.",
            f"The column {_english(place.value)} of the sheet {_english(place.sheet)} is hidden: it is read.",
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
            f"La feuille {quoted(place.sheet)} a des cellules fusionnées ({count}){_SPACE}: "
            "la valeur vaut pour toute la plage.",
            f"The sheet {_english(place.sheet)} has merged cells ({count}): the value stands for the whole range.",
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
            f"La cellule {place.cell} contient une formule dont le résultat n’est pas enregistré{_SPACE}: "
            "elle est lue comme vide.",
            f"The cell {place.cell} holds a formula whose result was not saved: it is read as empty.",
        ),
        Text(
            "Ouvrez le classeur dans un tableur, enregistrez-le, et remettez-le.",
            "Open the workbook in a spreadsheet, save it, and hand it in again.",
        ),
    )


def missing_value(place: Place) -> Fault:
    """A cell that must be filled in, and is empty."""
    return Fault(
        "missing-value",
        "violation",
        place,
        Text(
            f"Ligne {place.line} de la feuille {quoted(place.sheet)}{_SPACE}: {quoted(place.column)} est vide.",
            f"Line {place.line} of the sheet {_english(place.sheet)}: {_english(place.column)} is empty.",
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
            f"The seat {_english(seat)} is vacant (line {place.line}).",
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
            f"{_english(place.value)} is not {expected.en} ({_english(place.column)}, cell {place.cell}).",
        ),
        Text(f"Écrivez par exemple {quoted(example)}.", f"Write for instance {_english(example)}."),
    )


def several_values(place: Place, kept: str) -> Fault:
    """Several values in a cell that takes one."""
    return Fault(
        "several-values",
        "warning",
        place,
        Text(
            f"{quoted(place.column)} n’admet qu’une valeur (cellule {place.cell}){_SPACE}: {quoted(kept)} est gardée.",
            f"{_english(place.column)} takes one value (cell {place.cell}): {_english(kept)} is kept.",
        ),
        Text("N’en laissez qu’une, ou ajoutez une ligne.", "Leave one, or add a line."),
    )


def unknown_value(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A value that the column's list does not have."""
    near, nearest = _near(candidates)
    return Fault(
        "unknown-value",
        "violation",
        place,
        Text(
            f"{quoted(value)} n’est pas une valeur de {quoted(place.column)} (cellule {place.cell}).",
            f"{_english(value)} is no value of {_english(place.column)} (cell {place.cell}).",
        ),
        Text(f"Choisissez dans la liste.{near}", f"Choose from the list.{nearest}"),
        tuple(candidates),
    )


def read_as(place: Place, value: str, label: str) -> Fault:
    """A value that was recognised in spite of its spelling."""
    return Fault(
        "read-as",
        "info",
        place,
        Text(
            f"{quoted(value)} est lu comme {quoted(label)} (cellule {place.cell}).",
            f"{_english(value)} is read as {_english(label)} (cell {place.cell}).",
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
            f"{quoted(value)} est lu comme {quoted(code)}{_SPACE}: le tableur a retiré le zéro initial.",
            f"{_english(value)} is read as {_english(code)}: the spreadsheet dropped the leading zero.",
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
            f"{quoted(value)} n’est ni un SIRET ni un SIREN (cellule {place.cell}){_SPACE}: il est laissé de côté.",
            f"{_english(value)} is neither a SIRET nor a SIREN (cell {place.cell}): it is left out.",
        ),
        Text(
            "Vérifiez les 14 chiffres du SIRET, ou les 9 du SIREN, dans une colonne au format Texte.",
            "Check the 14 digits of the SIRET, or the 9 of the SIREN, in a column formatted as Text.",
        ),
    )


def unknown_reference(place: Place, value: str, sheet: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A cell that names a row of another sheet that is not there."""
    near, nearest = _near(candidates)
    return Fault(
        "unknown-reference",
        "violation",
        place,
        Text(
            f"{quoted(value)} ne figure pas sur la feuille {quoted(sheet)} (cellule {place.cell}).",
            f"{_english(value)} is not on the sheet {_english(sheet)} (cell {place.cell}).",
        ),
        Text(f"Ajoutez-y une ligne, ou corrigez le nom.{near}", f"Add a line there, or correct the name.{nearest}"),
        tuple(candidates),
    )


def named_elsewhere(place: Place, value: str, sheet: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A cell that names what another committee publishes, or a row of another sheet wrongly written."""
    near, nearest = _near(candidates)
    return Fault(
        "named-elsewhere",
        "info",
        place,
        Text(
            f"{quoted(value)} ne figure pas sur la feuille {quoted(sheet)} (cellule {place.cell})\u202f: "
            "compris comme celui d’un autre comité.",
            f"{_english(value)} is not on the sheet {_english(sheet)} (cell {place.cell}): "
            "taken as another committee’s.",
        ),
        Text(
            f"Rien à faire si c’est le cas\u202f; sinon corrigez le nom.{near}",
            f"Nothing if so; else correct the name.{nearest}",
        ),
        tuple(candidates),
    )


def which_committee(place: Place, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A line that does not say which of the workbook's committees it is about."""
    return Fault(
        "which-committee",
        "violation",
        place,
        Text(
            f"Ligne {place.line} de la feuille {quoted(place.sheet)}{_SPACE}: "
            "le classeur porte plusieurs comités, et la colonne «\u202fComité\u202f» est vide.",
            f"Line {place.line} of the sheet {_english(place.sheet)}: the workbook holds several committees, "
            "and the column “Comité” is empty.",
        ),
        Text("Indiquez le comité dont parle cette ligne.", "Say which committee this line is about."),
        tuple(candidates),
    )


def unknown_territory(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A territory that was not found."""
    near, nearest = _near(candidates)
    return Fault(
        "unknown-territory",
        "violation",
        place,
        Text(
            f"Le territoire {quoted(value)} est introuvable (cellule {place.cell}).",
            f"The territory {_english(value)} was not found (cell {place.cell}).",
        ),
        Text(f"Écrivez son nom ou son code officiel.{near}", f"Write its official name or code.{nearest}"),
        tuple(candidates),
    )


def local_territory(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A basin that is known to the file only."""
    near, nearest = _near(candidates)
    return Fault(
        "local-territory",
        "info",
        place,
        Text(
            f"Le bassin {quoted(value)} n’est dans aucun zonage publié{_SPACE}: il n’est connu que de ce classeur.",
            f"The basin {_english(value)} is in no published zoning: only this workbook knows it.",
        ),
        Text(
            f"Importez le zonage, ou écrivez le code de la zone.{near}",
            f"Import the zoning, or write its code.{nearest}",
        ),
        tuple(candidates),
    )


def unmatched_organisation(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """An organisation that the graph does not know."""
    near, nearest = _near(candidates)
    return Fault(
        "unmatched-organisation",
        "info",
        place,
        Text(
            f"L’organisation {quoted(value)} n’a pas été reconnue dans le graphe{_SPACE}: "
            "elle n’est connue que de ce classeur.",
            f"The organisation {_english(value)} was not recognised in the graph: only this workbook knows it.",
        ),
        Text(f"Ajoutez son SIRET, ou corrigez son nom.{near}", f"Add its SIRET, or correct its name.{nearest}"),
        tuple(candidates),
    )


def unknown_category(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """An organisation whose category neither a column nor its name tells."""
    near, nearest = _near(candidates)
    return Fault(
        "unknown-category",
        "warning",
        place,
        Text(
            f"La catégorie de l’organisation {quoted(value)} n’est pas comprise{_SPACE}: "
            "les règles ne peuvent pas la compter.",
            f"The category of the organisation {_english(value)} is not understood: the rules cannot count it.",
        ),
        Text(
            f"Indiquez-la dans la colonne «\u202fCatégorie\u202f».{near}",
            f"Give it in the column “Catégorie”.{nearest}",
        ),
        tuple(candidates),
    )


def two_categories(place: Place, value: str, kept: str) -> Fault:
    """An organisation with two categories in one file."""
    return Fault(
        "two-categories",
        "warning",
        place,
        Text(
            f"L’organisation {quoted(value)} a plusieurs catégories{_SPACE}: {quoted(kept)} est gardée.",
            f"The organisation {_english(value)} has several categories in the workbook: {_english(kept)} is kept.",
        ),
        Text("Donnez-lui la même catégorie sur toutes les lignes.", "Give it the same category on every line."),
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
