"""The words of a check's report, in French and English."""

from collections.abc import Mapping
from typing import TypeAlias

from ftgraph.committees.report import Conformity
from ftgraph.sources.handed_in import Severity
from ftgraph.wording import Text

Pair: TypeAlias = tuple[str, str]
Said: TypeAlias = Text

TITLE: Pair = ("Contrôle d’un comité", "Check of a committee")
FILE: Pair = ("Fichier", "File")
CHECKED_ON: Pair = ("Contrôlé pour la date du", "Checked as of")
GENERATION: Pair = ("Génération des données", "Generation of the data")
READING: Pair = ("Lecture du fichier", "Reading the file")
NOTES: Pair = ("À savoir sur la lecture du fichier", "To know of the reading of the file")
ALSO: Pair = ("De même :", "Likewise:")
VALUE: Pair = ("«\u202f{}\u202f»", "“{}”")
VALUE_ON_LINE: Pair = ("«\u202f{value}\u202f» (ligne\u00a0{line})", "“{value}” (line {line})")
VALUE_IN_CELL: Pair = ("«\u202f{value}\u202f» (cellule\u00a0{cell})", "“{value}” (cell {cell})")
NO_SEATS: Pair = ("Le référentiel n’y prévoit pas de siège.", "The rule set foresees no seat in it.")
TERRITORY: Pair = ("Territoire", "Territory")
RULE_SET: Pair = ("Référentiel", "Rule set")
WHY_RULE_SET: Pair = ("Pourquoi celui-ci", "Why this one")
WHOLE_COMMITTEE: Pair = ("Ensemble du comité", "The whole committee")
CO_PRESIDENCY: Pair = ("Présidence", "Presidency")
NOTHING_TO_FIX: Pair = ("rien à corriger", "nothing to fix")
TO_FIX: Pair = ("À corriger", "To fix")
WHAT_IS_THERE: Pair = ("Ce que le fichier dit du comité", "What the file says of the committee")
KEPT: Pair = ("Règles respectées", "Rules kept")
UNDECIDABLE: Pair = ("Règles non vérifiables avec ce fichier", "Rules that this file cannot decide")
NOT_APPLICABLE: Pair = ("Règles sans objet", "Rules that do not apply")
SUMMARY: Pair = (
    "{broken} ; règles respectées : {kept} ; non vérifiables : {undecidable} ; sans objet : {without}.",
    "{broken}; rules kept: {kept}; undecidable: {undecidable}; not applicable: {without}.",
)
REMEDY: Pair = ("À faire", "What to do")
BASIS: Pair = ("Fondement", "Basis")
WHERE: Pair = ("Où", "Where")
READ: Pair = ("Lu", "Read")
SHEET: Pair = ("feuille", "sheet")
LINE: Pair = ("ligne", "line")
COLUMN: Pair = ("colonne", "column")
NEAREST: Pair = ("Le plus proche :", "Nearest:")
SINCE: Pair = ("en vigueur depuis le", "in force since")
EXCEPTION: Pair = ("Exception déclarée :", "Declared exception:")
DECIDED: Pair = ("décidée par {who} le {day}", "decided by {who} on {day}")
FORMATION_ABSENT: Pair = ("Cette formation manque dans le fichier.", "This formation is missing from the file.")
FILLED: Pair = ("Sièges pourvus : {filled} sur {expected} attendus.", "Seats filled: {filled} of {expected} expected.")
UNTIL: Pair = ("jusqu’au", "until")
SUBSTITUTE: Pair = ("suppléance :", "substitute:")
UNKNOWN: Pair = ("non fourni", "not given")
AT_LEAST: Pair = ("au moins {}", "at least {}")
AT_MOST: Pair = ("au plus {}", "at most {}")
BETWEEN: Pair = ("{} à {}", "{} to {}")
CASTING_VOTE: Pair = ("voix prépondérante", "casting vote")

SEVERITY: Mapping[Severity, Pair] = {
    "violation": ("Manquement", "Violation"),
    "warning": ("Alerte", "Warning"),
    "info": ("Information", "Information"),
}
_COUNTED: Mapping[Severity, tuple[Pair, Pair]] = {
    "violation": (("manquement", "violation"), ("manquements", "violations")),
    "warning": (("alerte", "warning"), ("alertes", "warnings")),
    "info": (("information", "note"), ("informations", "notes")),
}
CONFORMITY: Mapping[Conformity, Pair] = {
    "conform": ("Conforme", "Conform"),
    "conform-as-far-as-decidable": (
        "Conforme pour ce qui a pu être vérifié",
        "Conform as far as could be checked",
    ),
    "not-conform": ("Non conforme", "Not conform"),
}
NOTHING_DECIDED: Pair = ("Rien n’a pu être vérifié", "Nothing could be checked")
STATUS: Mapping[str, Pair] = {
    "mandatory": ("de droit", "mandatory"),
    "advised": ("conseillé", "advised"),
    "invited": ("invité", "invited"),
    "": ("", ""),
}
YES_NO: Mapping[bool | None, Pair] = {True: ("oui", "yes"), False: ("non", "no"), None: ("non calculable", "unknown")}

SEATS: tuple[Pair, ...] = (
    ("Siège", "Seat"),
    ("Statut", "Status"),
    ("Titulaire", "Holder"),
    ("Vacants", "Vacant"),
)
VOTES_TITLE: Pair = ("Voix", "Votes")
VOTES: tuple[Pair, ...] = (
    ("Collège ou catégorie", "College or category"),
    ("Voix", "Votes"),
    ("Attendues", "Expected"),
    ("Membres", "Members"),
)
CADENCE_TITLE: Pair = ("Réunions", "Meetings")
CADENCE_NOTE: Pair = (
    "Sur les douze mois qui précèdent la date du contrôle.",
    "Over the twelve months before the check.",
)
CADENCE: tuple[Pair, ...] = (
    ("Formation", "Formation"),
    ("Tenues", "Held"),
    ("Attendues", "Expected"),
    ("Dates", "Dates"),
)
DELIBERATIONS_TITLE: Pair = ("Délibérations", "Deliberations")
DELIBERATIONS: tuple[Pair, ...] = (
    ("Objet", "Subject"),
    ("Date", "Date"),
    ("Présents ou représentés", "Present or represented"),
    ("Quorum", "Quorum"),
    ("Atteint", "Reached"),
    ("Pour / contre / abstentions", "For / against / abstentions"),
    ("Adoptée", "Adopted"),
)

LINE_HEADINGS: tuple[Pair, ...] = (
    ("Gravité", "Severity"),
    ("Règle", "Rule"),
    ("Comité", "Committee"),
    ("Référentiel", "Rule set"),
    ("Formation", "Formation"),
    ("Feuille", "Sheet"),
    ("Ligne", "Line"),
    ("Colonne", "Column"),
    ("Cellule", "Cell"),
    ("Valeur", "Value"),
    ("Constat", "Finding"),
    ("À faire", "What to do"),
    ("Fondement", "Basis"),
    ("Ce que dit le texte", "What the text says"),
    ("Exception", "Exception"),
)
CONTROL_SHEET: Pair = ("Contrôle", "Check")


def plural(severity: Severity, number: int) -> Pair:
    """`manquement` or `manquements`: French counts 0 and 1 as singular, English 1 only (0 is never printed)."""
    return _COUNTED[severity][number > 1]
