"""What can be wrong with a committee’s file: each kind of fault, what it says and what to do. Codes are stable.

A word in braces is the place’s (`sheet`, `line`, `column`, `cell`, `value`), or is given by whoever finds the fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ftgraph.sources.handed_in import Fault, Place, Severity
from ftgraph.wording import Language, Text, unbroken

_LONGEST = 80


@dataclass(frozen=True)
class Kind:
    """A kind of fault, as it is told of any place."""

    code: str
    severity: Severity
    fr: str
    en: str
    cure: str
    cure_en: str

    def at(self, place: Place, near: Sequence[tuple[str, str]] = (), **words: str | int | Text) -> Fault:
        """The fault of one place. `near`: the nearest of what exists, (key, label); `words`: what braces hold."""
        held: dict[str, str | int | Text] = {**vars(place), **words}

        def said(template: str, language: Language) -> str:
            return template.format_map({name: _said(word, language) for name, word in held.items()})

        fr, en = said(unbroken(self.cure), "fr"), said(self.cure_en, "en")
        if near:
            names = [_cut(label) for _, label in near[:3]]
            fr += unbroken(" Le plus proche : ") + " ou ".join(f"«\u202f{name}\u202f»" for name in names) + "."
            en += f" Nearest: {' or '.join(f'“{name}”' for name in names)}."
        message = Text(said(unbroken(self.fr), "fr"), said(self.en, "en"))
        return Fault(self.code, self.severity, place, message, Text(fr, en), tuple(near))


def listed(names: Sequence[str]) -> Text:
    """Names one after the other, each in quotes."""
    return Text(", ".join(f"«\u202f{name}\u202f»" for name in names), ", ".join(f"“{name}”" for name in names))


def _said(word: str | int | Text, language: Language) -> str:
    return word.say(language) if isinstance(word, Text) else _cut(str(word))


def _cut(text: str) -> str:
    """What a report can show of a text."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# — Sheets and headings

MISSING_SHEET: Final = Kind(
    "missing-sheet",
    "violation",
    "La feuille « {heading} » manque.",
    "The sheet “{heading}” is missing.",
    "Reprenez le classeur type, ou donnez ce nom à la feuille qui porte ces données.",
    "Start from the template, or give this name to the sheet that holds these data.",
)
UNKNOWN_SHEET: Final = Kind(
    "unknown-sheet",
    "info",
    "La feuille « {sheet} » n’est pas une feuille du classeur type : elle n’est pas lue.",
    "The sheet “{sheet}” is none of the template’s: it is not read.",
    "Renommez-la si elle doit être lue.",
    "Rename it if it is to be read.",
)
HIDDEN_SHEET: Final = Kind(
    "hidden-sheet",
    "info",
    "La feuille « {sheet} » est masquée : elle est lue.",
    "The sheet “{sheet}” is hidden: it is read.",
    "Affichez-la, ou supprimez-la si elle ne compte plus.",
    "Show it, or delete it if it no longer counts.",
)
NO_HEADINGS: Final = Kind(
    "headings-not-found",
    "violation",
    "Sur la feuille « {sheet} », la ligne d’en-têtes est introuvable : la feuille n’est pas lue.",
    "On the sheet “{sheet}”, no line of headings was found: the sheet is not read.",
    "Mettez au-dessus des données les en-têtes {expected}.",
    "Put the headings {expected} above the data.",
)
MISSING_HEADING: Final = Kind(
    "missing-heading",
    "violation",
    "Sur la feuille « {sheet} », la colonne « {heading} » manque.",
    "On the sheet “{sheet}”, the column “{heading}” is missing.",
    "Ajoutez une colonne « {heading} ».",
    "Add a column “{heading}”.",
)
UNKNOWN_HEADING: Final = Kind(
    "unknown-heading",
    "info",
    "La colonne « {value} » de la feuille « {sheet} » n’est pas lue.",
    "The column “{value}” of the sheet “{sheet}” is not read.",
    "Renommez-la si elle doit être lue.",
    "Rename it if it is to be read.",
)
REPEATED_HEADING: Final = Kind(
    "repeated-heading",
    "warning",
    "L’en-tête « {value} » figure plusieurs fois sur la feuille « {sheet} » : la première cellule remplie est lue.",
    "The heading “{value}” stands several times on the sheet “{sheet}”: the first filled cell is read.",
    "Gardez une seule colonne de ce nom.",
    "Keep one column of that name.",
)
HIDDEN_COLUMN: Final = Kind(
    "hidden-column",
    "info",
    "La colonne « {value} » de la feuille « {sheet} » est masquée : elle est lue.",
    "The column “{value}” of the sheet “{sheet}” is hidden: it is read.",
    "Affichez-la, ou supprimez-la si elle ne compte plus.",
    "Show it, or delete it if it no longer counts.",
)
HIDDEN_LINES: Final = Kind(
    "hidden-lines",
    "info",
    "La feuille « {sheet} » a des lignes masquées ou filtrées ({lines}) : elles sont lues.",
    "The sheet “{sheet}” has hidden or filtered lines ({lines}): they are read.",
    "Affichez-les, ou supprimez celles qui ne comptent plus.",
    "Show them, or delete those that no longer count.",
)
MERGED_CELLS: Final = Kind(
    "merged-cells",
    "info",
    "La feuille « {sheet} » a des cellules fusionnées ({count}) : la valeur vaut pour toute la plage.",
    "The sheet “{sheet}” has merged cells ({count}): the value stands for the whole range.",
    "Défusionnez-les si la valeur ne vaut que pour une ligne.",
    "Split them if the value stands for one line only.",
)
UNSAVED_FORMULA: Final = Kind(
    "formula-without-value",
    "warning",
    "La cellule {cell} contient une formule dont le résultat n’est pas enregistré : elle est lue comme vide.",
    "The cell {cell} holds a formula whose result was not saved: it is read as empty.",
    "Ouvrez le classeur dans un tableur, enregistrez-le, et remettez-le.",
    "Open the workbook in a spreadsheet, save it, and hand it in again.",
)
MORE_FAULTS: Final = Kind(
    "more-faults",
    "info",
    "{count} autres anomalies de lecture ne sont pas détaillées.",
    "{count} more reading faults are not listed.",
    "Corrigez celles-ci, puis remettez le classeur.",
    "Correct these, then hand the workbook in again.",
)

# — A cell, taken by itself

MISSING_VALUE: Final = Kind(
    "missing-value",
    "violation",
    "Ligne {line} de la feuille « {sheet} » : « {column} » est vide.",
    "Line {line} of the sheet “{sheet}”: “{column}” is empty.",
    "Remplissez la cellule {cell}.",
    "Fill in the cell {cell}.",
)
VACANT_SEAT: Final = Kind(
    "vacant-seat",
    "info",
    "Le siège « {seat} » est vacant (cellule {cell}).",
    "The seat “{seat}” is vacant (cell {cell}).",
    "Indiquez la personne et son organisation, ou laissez le siège vacant.",
    "Give the person and their organisation, or leave the seat vacant.",
)
UNREADABLE_VALUE: Final = Kind(
    "unreadable-value",
    "violation",
    "« {value} » n’est pas {expected} (« {column} », cellule {cell}).",
    "“{value}” is not {expected} (“{column}”, cell {cell}).",
    "Écrivez par exemple « {example} ».",
    "Write for instance “{example}”.",
)
NO_ORGANISATION: Final = Kind(
    "no-organisation",
    "warning",
    "« {who} » (cellule {cell}) ne représente aucune organisation : les règles ne comptent pas ce membre.",
    "“{who}” (cell {cell}) represents no organisation: the rules do not count this member.",
    "Indiquez l’organisation.",
    "Give the organisation.",
)
SEVERAL_VALUES: Final = Kind(
    "several-values",
    "warning",
    "« {column} » n’admet qu’une valeur (cellule {cell}) : « {kept} » est gardée.",
    "“{column}” takes one value (cell {cell}): “{kept}” is kept.",
    "N’en laissez qu’une, ou ajoutez une ligne.",
    "Leave one, or add a line.",
)
UNKNOWN_VALUE: Final = Kind(
    "unknown-value",
    "violation",
    "« {value} » n’est pas une valeur de « {column} » (cellule {cell}).",
    "“{value}” is no value of “{column}” (cell {cell}).",
    "Choisissez dans la liste.",
    "Choose from the list.",
)
VALUE_OF_ANOTHER_COLUMN: Final = Kind(
    "unknown-value",
    "violation",
    UNKNOWN_VALUE.fr,
    UNKNOWN_VALUE.en,
    "« {value} » est une valeur de « {other} » : remettez chaque valeur de la ligne {line} dans sa colonne.",
    "“{value}” is a value of “{other}”: put each value of line {line} in its own column.",
)
READ_AS: Final = Kind(
    "read-as",
    "info",
    "« {value} » est lu comme « {label} » (cellule {cell}).",
    "“{value}” is read as “{label}” (cell {cell}).",
    "Corrigez l’orthographe si c’est bien cela.",
    "Correct the spelling if that is what is meant.",
)
REPAIRED_CODE: Final = Kind(
    "repaired-code",
    "info",
    "« {value} » est lu comme « {code} » : le tableur a retiré le zéro initial.",
    "“{value}” is read as “{code}”: the spreadsheet dropped the leading zero.",
    "Mettez la colonne au format Texte.",
    "Format the column as Text.",
)
BAD_SIRET: Final = Kind(
    "bad-siret",
    "warning",
    "« {value} » n’est ni un SIRET ni un SIREN (cellule {cell}) : il est laissé de côté.",
    "“{value}” is neither a SIRET nor a SIREN (cell {cell}): it is left out.",
    "Vérifiez les 14 chiffres du SIRET, ou les 9 du SIREN, dans une colonne au format Texte.",
    "Check the 14 digits of the SIRET, or the 9 of the SIREN, in a column formatted as Text.",
)

# — What a cell names, in the file or in the graph

UNKNOWN_REFERENCE: Final = Kind(
    "unknown-reference",
    "violation",
    "« {value} » ne figure pas sur la feuille « {target} » (cellule {cell}).",
    "“{value}” is not on the sheet “{target}” (cell {cell}).",
    "Ajoutez-y une ligne, ou corrigez le nom.",
    "Add a line there, or correct the name.",
)
NAMED_ELSEWHERE: Final = Kind(
    "named-elsewhere",
    "info",
    "« {value} » ne figure pas sur la feuille « {target} » (cellule {cell}) : compris comme celui d’un autre comité.",
    "“{value}” is not on the sheet “{target}” (cell {cell}): taken as another committee’s.",
    "Rien à faire si c’est le cas ; sinon corrigez le nom.",
    "Nothing to do if so; else correct the name.",
)
WHICH_COMMITTEE: Final = Kind(
    "which-committee",
    "violation",
    "Ligne {line} de la feuille « {sheet} » : le classeur porte plusieurs comités, et la colonne « Comité » est vide.",
    "Line {line} of the sheet “{sheet}”: the workbook holds several committees, and the column “Comité” is empty.",
    "Indiquez le comité dont parle cette ligne.",
    "Say which committee this line is about.",
)
UNKNOWN_TERRITORY: Final = Kind(
    "unknown-territory",
    "violation",
    "Le territoire « {value} » est introuvable (cellule {cell}).",
    "The territory “{value}” was not found (cell {cell}).",
    "Écrivez son nom ou son code officiel.",
    "Write its official name or code.",
)
TERRITORY_OF_ANOTHER_LEVEL: Final = Kind(
    "territory-of-another-level",
    "violation",
    "« {value} » n’est pas un territoire du niveau « {level} » (cellule {cell}).",
    "“{value}” is no territory of the level “{level}” (cell {cell}).",
    "Corrigez le territoire, ou le niveau.",
    "Correct the territory, or the level.",
)
LOCAL_TERRITORY: Final = Kind(
    "local-territory",
    "info",
    "Le bassin « {value} » n’est dans aucun zonage publié : il n’est connu que de ce classeur.",
    "The basin “{value}” is in no published zoning: only this workbook knows it.",
    "Importez le zonage, ou écrivez le code de la zone.",
    "Import the zoning, or write its code.",
)
UNMATCHED_ORGANISATION: Final = Kind(
    "unmatched-organisation",
    "info",
    "L’organisation « {value} » n’a pas été reconnue dans le graphe : elle n’est connue que de ce classeur.",
    "The organisation “{value}” was not recognised in the graph: only this workbook knows it.",
    "Ajoutez son SIRET, ou corrigez son nom.",
    "Add its SIRET, or correct its name.",
)
UNKNOWN_CATEGORY: Final = Kind(
    "unknown-category",
    "warning",
    "La catégorie de l’organisation « {value} » n’est pas comprise : les règles ne peuvent pas la compter.",
    "The category of the organisation “{value}” is not understood: the rules cannot count it.",
    "Indiquez-la dans la colonne « Catégorie ».",
    "Give it in the column “Catégorie”.",
)
TWO_CATEGORIES: Final = Kind(
    "two-categories",
    "warning",
    "L’organisation « {value} » a plusieurs catégories : « {kept} » est gardée.",
    "The organisation “{value}” has several categories in the workbook: “{kept}” is kept.",
    "Donnez-lui la même catégorie sur toutes les lignes.",
    "Give it the same category on every line.",
)
