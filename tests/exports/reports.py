"""A report made by hand, with one of everything: what every format of a check is tried on."""

import io
from datetime import date

from openpyxl import Workbook

from ftgraph.committees.report import (
    Cadence,
    CommitteeReport,
    DeclaredException,
    DeliberationLine,
    Finding,
    FormationState,
    Holder,
    Report,
    RuleOutcome,
    SeatLine,
    Source,
    VoteLine,
)
from ftgraph.sources.handed_in import Fault, HandedIn, Place
from ftgraph.wording import Text

COMMITTEE = "https://example.org/id/committee"
SHAPE = "https://w3id.org/ftgraph/shape/"
FACT = Source(
    "https://w3id.org/ftgraph/id/fact/P8.17",
    "P8.17",
    Text("Préfiguration 2023, P8.17", "2023 deck, P8.17"),
    Text("Le comité de pilotage compte treize membres de droit.", "The steering group has thirteen members by right."),
)
ARTICLE = Source(
    "https://w3id.org/ftgraph/id/article/R5311-24",
    "R5311-24",
    Text("Code du travail, art. R. 5311-24", "Labour Code, art. R. 5311-24"),
    Text("Vingt-sept membres au plus.", "At most twenty-seven members."),
    "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049000000",
    date(2024, 7, 1),
)
COPIL = Text("Comité de pilotage", "Steering group")


def finding(rule: str, **changes: object) -> Finding:
    """A violation on the steering group, at C7 of Membres."""
    values: dict[str, object] = {
        "rule": rule,
        "shape": SHAPE + rule,
        "severity": "violation",
        "committee": COMMITTEE,
        "formation": COPIL,
        "focus": COMMITTEE,
        "focus_label": "Comité d’essai",
        "path": "https://w3id.org/ftgraph/def#seat",
        "value": "https://example.org/id/mdph",
        "value_label": "un représentant de la MDPH",
        "message": Text("Comité d’essai : il manque un représentant de la MDPH.", "The MDPH is missing."),
        "remedy": Text("Ajoutez une ligne à la feuille Membres.", "Add a row to the Membres sheet."),
        "places": (Place("Membres", 7, "Organisme", "C7", "=cmd|' /C calc'!A0"),),
    }
    return Finding(**{**values, **changes})  # type: ignore[arg-type]


def outcome(rule: str, state: str, *findings: Finding, reason: Text | None = None) -> RuleOutcome:
    """What became of a rule."""
    definition = Text(f"Ce que demande {rule}.", f"What {rule} asks.")
    return RuleOutcome(rule, state, "violation", definition, (FACT, ARTICLE), findings, reason)  # type: ignore[arg-type]


def report() -> Report:
    """One committee that is not conform, with a fault of reading, an exception and an undecidable rule."""
    excepted = finding(
        "R-DEP-06",
        severity="info",
        formation=None,
        places=(),
        exception=DeclaredException("Crue de janvier", date(2024, 2, 1), "Préfet d’essai"),
    )
    holder = Holder("Anne Essai", "Préfecture", "", Text("co-présidence"), 2, date(2024, 1, 1), date(2026, 12, 31))
    seats = (
        SeatLine(Text("le préfet", "the prefect"), "mandatory", 1, (holder,)),
        SeatLine(Text("un représentant de la MDPH", "a representative of the MDPH"), "mandatory", 1, ()),
    )
    committee = CommitteeReport(
        COMMITTEE,
        "Comité d’essai",
        "DEP",
        "Ille-et-Vilaine",
        "prefiguration-2023",
        Text("Cible de 2023", "2023 target"),
        Text("Déclaré dans le fichier.", "Declared in the file."),
        "not-conform",
        (
            outcome("R-DEP-03", "broken", finding("R-DEP-03"), finding("R-DEP-03", severity="warning", formation=None)),
            outcome("R-DEP-06", "excepted", excepted),
            outcome("R-DEP-01", "kept"),
            outcome("R-DEP-08", "undecidable", reason=Text("Non vérifiable : aucun agenda fourni.", "No agenda.")),
            outcome("R-NAT-01", "not-applicable", reason=Text("Comité départemental.", "Departmental committee.")),
        ),
        (SeatLine(Text("le préfet de département"), "mandatory", 1, (holder,)),),
        (
            FormationState(COMMITTEE + "/copil", COPIL, True, seats, Cadence(4, None, (date(2024, 3, 14),))),
            FormationState("", Text("Comité élargi"), False, (), Cadence(1, 2, (), known=False)),
        ),
        (VoteLine(Text("État"), 4, 4, 5), VoteLine(Text("Collectivités"), 5, 5, 5)),
        (DeliberationLine("Règlement intérieur", date(2024, 3, 14), 20, 12, 10, True, 6, 6, 0, True, True),),
    )
    fault = Fault(
        "unknown-organisation",
        "warning",
        Place("Membres", 9, "Organisme", "C9", "Mission local de Rennes"),
        Text("« Mission local de Rennes » n’est pas dans le graphe.", "Not in the graph."),
        Text("Corrigez le nom, ou donnez le SIRET.", "Mend the name, or give the SIRET."),
        (("1", "Mission locale de Rennes"),),
    )
    return Report("comité 35.xlsx", date(2024, 6, 1), 12, (fault,), (committee,))


def workbook() -> HandedIn:
    """The workbook that the report speaks of, as it was handed in."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Membres"
    for row in range(1, 10):
        page.append([f"A{row}", f"B{row}", f"C{row}"])
    page.merge_cells("C8:C9")
    out = io.BytesIO()
    book.save(out)
    return HandedIn("comité 35.xlsx", "xlsx", "", workbook=out.getvalue())
