"""What a committee's file names and what was not found, in it or in the graph. Codes are stable."""

from collections.abc import Sequence

from ftgraph.sources.committee_workbook.fault_words import SPACE, english, quoted, suggesting
from ftgraph.sources.handed_in import Fault, Place
from ftgraph.wording import Text


def unknown_reference(place: Place, value: str, sheet: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A cell that names a row of another sheet that is not there."""
    return suggesting(
        "unknown-reference",
        "violation",
        place,
        Text(
            f"{quoted(value)} ne figure pas sur la feuille {quoted(sheet)} (cellule {place.cell}).",
            f"{english(value)} is not on the sheet {english(sheet)} (cell {place.cell}).",
        ),
        Text("Ajoutez-y une ligne, ou corrigez le nom.", "Add a line there, or correct the name."),
        candidates,
    )


def named_elsewhere(place: Place, value: str, sheet: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A cell that names what another committee publishes, or a row of another sheet wrongly written."""
    return suggesting(
        "named-elsewhere",
        "info",
        place,
        Text(
            f"{quoted(value)} ne figure pas sur la feuille {quoted(sheet)} (cellule {place.cell}){SPACE}: "
            "compris comme celui d’un autre comité.",
            f"{english(value)} is not on the sheet {english(sheet)} (cell {place.cell}): taken as another committee’s.",
        ),
        Text(
            "Rien à faire si c’est le cas\u202f; sinon corrigez le nom.",
            "Nothing to do if so; else correct the name.",
        ),
        candidates,
    )


def which_committee(place: Place, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A line that does not say which of the workbook's committees it is about."""
    return Fault(
        "which-committee",
        "violation",
        place,
        Text(
            f"Ligne {place.line} de la feuille {quoted(place.sheet)}{SPACE}: "
            "le classeur porte plusieurs comités, et la colonne «\u202fComité\u202f» est vide.",
            f"Line {place.line} of the sheet {english(place.sheet)}: the workbook holds several committees, "
            "and the column “Comité” is empty.",
        ),
        Text("Indiquez le comité dont parle cette ligne.", "Say which committee this line is about."),
        tuple(candidates),
    )


def unknown_territory(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A territory that was not found."""
    return suggesting(
        "unknown-territory",
        "violation",
        place,
        Text(
            f"Le territoire {quoted(value)} est introuvable (cellule {place.cell}).",
            f"The territory {english(value)} was not found (cell {place.cell}).",
        ),
        Text("Écrivez son nom ou son code officiel.", "Write its official name or code."),
        candidates,
    )


def local_territory(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """A basin that is known to the file only."""
    return suggesting(
        "local-territory",
        "info",
        place,
        Text(
            f"Le bassin {quoted(value)} n’est dans aucun zonage publié{SPACE}: il n’est connu que de ce classeur.",
            f"The basin {english(value)} is in no published zoning: only this workbook knows it.",
        ),
        Text(
            "Importez le zonage, ou écrivez le code de la zone.",
            "Import the zoning, or write its code.",
        ),
        candidates,
    )


def unmatched_organisation(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """An organisation that the graph does not know."""
    return suggesting(
        "unmatched-organisation",
        "info",
        place,
        Text(
            f"L’organisation {quoted(value)} n’a pas été reconnue dans le graphe{SPACE}: "
            "elle n’est connue que de ce classeur.",
            f"The organisation {english(value)} was not recognised in the graph: only this workbook knows it.",
        ),
        Text("Ajoutez son SIRET, ou corrigez son nom.", "Add its SIRET, or correct its name."),
        candidates,
    )


def unknown_category(place: Place, value: str, candidates: Sequence[tuple[str, str]]) -> Fault:
    """An organisation whose category neither a column nor its name tells."""
    return suggesting(
        "unknown-category",
        "warning",
        place,
        Text(
            f"La catégorie de l’organisation {quoted(value)} n’est pas comprise{SPACE}: "
            "les règles ne peuvent pas la compter.",
            f"The category of the organisation {english(value)} is not understood: the rules cannot count it.",
        ),
        Text(
            "Indiquez-la dans la colonne «\u202fCatégorie\u202f».",
            "Give it in the column “Catégorie”.",
        ),
        candidates,
    )


def two_categories(place: Place, value: str, kept: str) -> Fault:
    """An organisation with two categories in one file."""
    return Fault(
        "two-categories",
        "warning",
        place,
        Text(
            f"L’organisation {quoted(value)} a plusieurs catégories{SPACE}: {quoted(kept)} est gardée.",
            f"The organisation {english(value)} has several categories in the workbook: {english(kept)} is kept.",
        ),
        Text("Donnez-lui la même catégorie sur toutes les lignes.", "Give it the same category on every line."),
    )
