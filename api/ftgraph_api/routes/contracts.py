"""`GET /api/v1/contracts…` and `/api/v1/charter`: what binds whom where, and what steering asks of it."""

from fastapi import APIRouter

from ftgraph.contracts import steering
from ftgraph.exports import charter as charter_exports
from ftgraph.exports import contracts as exports
from ftgraph.exports.charter import CharterDocument
from ftgraph.exports.contracts import answers
from ftgraph.exports.contracts.documents import (
    CompetingDocument,
    ContractDocument,
    ContractsDocument,
    EndingDocument,
    FundingDocument,
    OverloadDocument,
    ResponsesDocument,
    SuccessionDocument,
    UnreviewedDocument,
)
from ftgraph_api import listings
from ftgraph_api.asking import Asking
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, ON, Parameter, table
from ftgraph_api.state import Served

TERRITORY = Parameter(
    "territory",
    (
        "Territoire, et ce dont le territoire le touche : departement:35, code ou nom.",
        "Territory, and what has a territory that meets it: departement:35, a code or a name.",
    ),
    example="departement:35",
)
PARTY = Parameter(
    "party",
    (
        "Signataire : un nom, une partie d’un nom, ou une IRI ; plusieurs : ce qui les lie ensemble.",
        "Signatory: a name, a part of it, or an IRI; several: what binds them together.",
    ),
    many=True,
    example="Conseil départemental",
)
TYPE = Parameter(
    "type",
    ("Type de contrat ou d’appel : CRTE, CPER, AAP…", "Type of contract or call: CRTE, CPER, AAP…"),
    example="CRTE",
)
EVERY = Parameter("all", ("Tous, en vigueur ou non.", "All of them, in force or not."), "flag")
MONTHS = Parameter(
    "months",
    ("Nombre de mois ; 12 par défaut.", "How many months; 12 by default."),
    "integer",
    most=steering.MOST_MONTHS,
    default=steering.A_YEAR,
)
BARRIER = Parameter(
    "barrier",
    ("Frein : code ou nom ; ils sont à l’adresse /voc/barrier.", "Barrier: code or name; they are at /voc/barrier."),
    example="mobilite",
    required=True,
)
CALL = Parameter(
    "call",
    ("Appel : sa clé, son IRI ou son intitulé.", "Call: its key, its IRI or its title."),
    example="local-fougeres/appel-a-manifestation-d-interet-mobilites-solidaires-du-pays-ae145bd7bead",
)
ACTOR = Parameter(
    "actor", ("Acteur : un nom, une partie d’un nom.", "Actor: a name, a part of it."), example="Préfecture"
)
LEAST = Parameter(
    "least", ("Au moins ce nombre d’instruments.", "At least that many instruments."), "integer", most=10_000, default=1
)
STATE = Parameter(
    "state",
    ("État de respect.", "State of respect."),
    values=("respected", "partly-respected", "not-respected", "not-assessed"),
)
LIST = table(PARTY, TERRITORY, TYPE, EVERY, ON, LANGUAGE, FORMAT)
ONE = table(ON, LANGUAGE, FORMAT)
SOON = table(MONTHS, TERRITORY, ON, LANGUAGE, FORMAT)
COMPETING = table(TERRITORY, EVERY, ON, LANGUAGE, FORMAT)
RESPONSES = table(CALL, TERRITORY, ON, LANGUAGE, FORMAT)
FUNDING = table(BARRIER, TERRITORY, ON, LANGUAGE, FORMAT)
OVERLOAD = table(ACTOR, TERRITORY, LEAST, ON, LANGUAGE, FORMAT)
CHARTER = table(ACTOR, STATE, ON, LANGUAGE, FORMAT)


def contracts(asking: Asking, served: Served) -> bytes:
    """Ce qui lie ces parties, ici, aujourd’hui (ou un jour) : contrats et appels."""
    given = asking.given
    found = answers.contracts(
        served.reader,
        asking.day,
        every=bool(given.one("all")),
        area=asking.area,
        parties=given.many("party"),
        contract_type=given.text("type"),
    )
    return exports.document(asking.kind, found, asking.language)


def contract(asking: Asking, served: Served) -> bytes:
    """Un contrat ou un appel : parties, période, enveloppes, indicateurs, revues, calendrier."""
    found = answers.contract(served.reader, asking.day, asking.request.path_params["key"])
    return exports.document(asking.kind, found, asking.language)


def ending(asking: Asking, served: Served) -> bytes:
    """Les contrats qui finissent dans les prochains mois, et ce qui leur succède."""
    found = answers.ending(served.reader, asking.day, asking.given.number(MONTHS), area=asking.area)
    return exports.document(asking.kind, found, asking.language)


def unreviewed(asking: Asking, served: Served) -> bytes:
    """Les contrats en vigueur sans revue de projet dans les derniers mois."""
    found = answers.unreviewed(served.reader, asking.day, asking.given.number(MONTHS), area=asking.area)
    return exports.document(asking.kind, found, asking.language)


def competing(asking: Asking, served: Served) -> bytes:
    """Les appels qui concurrencent un contrat, et pourquoi."""
    found = answers.competing(served.reader, asking.day, every=bool(asking.given.one("all")), area=asking.area)
    return exports.document(asking.kind, found, asking.language)


def responses(asking: Asking, served: Served) -> bytes:
    """Qui a répondu à quel appel, quand, avec quelle suite."""
    found = answers.responses(served.reader, asking.day, area=asking.area, call=asking.given.text("call"))
    return exports.document(asking.kind, found, asking.language)


def funding(asking: Asking, served: Served) -> bytes:
    """Les contrats et appels qui pourraient financer la réponse à un frein, ici."""
    found = answers.funding(served.reader, asking.day, asking.given.text("barrier"), area=asking.area)
    return exports.document(asking.kind, found, asking.language)


def overload(asking: Asking, served: Served) -> bytes:
    """Ce qui pèse sur chaque acteur : contrats, appels, engagements, comités, indicateurs."""
    least = asking.given.number(LEAST) or LEAST.default
    found = answers.burdens(served.reader, asking.day, area=asking.area, actor=asking.given.text("actor"), least=least)
    return exports.document(asking.kind, found, asking.language)


def succession(asking: Asking, served: Served) -> bytes:
    """Les types de contrat et de zonage qu’un autre a remplacés."""
    return exports.document(asking.kind, answers.successions(served.reader, asking.day), asking.language)


def charter(asking: Asking, served: Served) -> bytes:
    """La charte : signataires, engagements, et leur état de respect dans le temps."""
    given = asking.given
    found = answers.charter(served.reader, asking.day, actor=given.text("actor"), state=given.text("state"))
    return charter_exports.document(asking.kind, found, asking.language)


def router() -> APIRouter:
    """The routes of this module. A contract's key holds a slash, or is an IRI: it takes the rest of the path."""
    routes = APIRouter(tags=["contracts"])
    base = "/api/v1/contracts"
    listings.add(
        routes,
        Listing(base, contracts, ContractsDocument, LIST, "contrats", area=True),
        Listing(f"{base}/ending", ending, EndingDocument, SOON, "contrats-qui-finissent", area=True),
        Listing(f"{base}/unreviewed", unreviewed, UnreviewedDocument, SOON, "contrats-sans-revue", area=True),
        Listing(f"{base}/competing", competing, CompetingDocument, COMPETING, "concurrences", area=True),
        Listing(
            f"{base}/responses",
            responses,
            ResponsesDocument,
            RESPONSES,
            "reponses-aux-appels",
            area=True,
            errors=(404,),
        ),
        Listing(f"{base}/funding", funding, FundingDocument, FUNDING, "financements", area=True),
        Listing(f"{base}/overload", overload, OverloadDocument, OVERLOAD, "charge", area=True),
        Listing(f"{base}/succession", succession, SuccessionDocument, ONE, "successions"),
        Listing("/api/v1/charter", charter, CharterDocument, CHARTER, "charte"),
        Listing(f"{base}/{{key:path}}", contract, ContractDocument, ONE, "contrat", errors=(404,)),
    )
    return routes
