"""`GET /api/v1/committees…` and `/api/v1/seats`: the committees of the graph, who sits on them, whose term ends."""

from fastapi import APIRouter

from ftgraph.committees import published
from ftgraph.errors import UsageError
from ftgraph.exports.committee import answers
from ftgraph.exports.committee import published as exports
from ftgraph.exports.committee.published import CommitteeDocument, CommitteesDocument, SeatsDocument
from ftgraph_api import listings
from ftgraph_api.asking import Asking
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, ON, Parameter, table
from ftgraph_api.state import Served

LEVEL = Parameter(
    "level",
    ("Niveau : national, regional, departement ou local.", "Level: national, regional, departement or local."),
    example="departement",
)
TERRITORY = Parameter(
    "territory",
    (
        "Territoire, et ceux qu’il contient : region:53, departement:35, code ou nom.",
        "Territory, with those inside it: region:53, departement:35, a code or a name.",
    ),
    example="region:53",
)
NOT_CONFORM = Parameter(
    "not_conform", ("Les comités non conformes seulement.", "Committees that do not conform only."), "flag"
)
MONTHS = Parameter(
    "months",
    ("Nombre de mois ; 6 par défaut.", "How many months; 6 by default."),
    "integer",
    most=published.MOST_MONTHS,
    default=6,
)
PERSON = Parameter("person", ("Nom d’une personne, ou une partie.", "A person’s name, or a part of it."))
ORGANISATION = Parameter(
    "organisation",
    ("Nom d’une organisation, une partie, ou son IRI.", "An organisation’s name, a part of it, or its IRI."),
    example="Cap emploi",
)
LIST = table(TERRITORY, LEVEL, NOT_CONFORM, ON, LANGUAGE, FORMAT)
ONE = table(ON, LANGUAGE, FORMAT)
SEATS = table(PERSON, ORGANISATION, ON, LANGUAGE, FORMAT)
ENDING = table(MONTHS, ON, LANGUAGE, FORMAT)


def committees(asking: Asking, served: Served) -> bytes:
    """Les comités publiés, par niveau et territoire, avec ce que leur contrôle a conclu."""
    given = asking.given
    found = answers.committees(
        served.reader,
        asking.day,
        level=given.text("level"),
        area=asking.area,
        not_conform=bool(given.one("not_conform")),
        standing_only=bool(given.one("on")),
    )
    return exports.committees(asking.kind, found, asking.language)


def committee(asking: Asking, served: Served) -> bytes:
    """Un comité : présidence, sièges tenus et vacants, voix, cadence des réunions, délibérations."""
    found = answers.committee(served.reader, asking.day, asking.request.path_params["key"])
    return exports.committee(asking.kind, found, asking.language)


def members(asking: Asking, served: Served) -> bytes:
    """Les sièges d’un comité un jour donné, avec ceux qui les tiennent."""
    found = answers.members(served.reader, asking.day, asking.request.path_params["key"])
    return exports.seats(asking.kind, found, asking.language)


def seats(asking: Asking, served: Served) -> bytes:
    """Où siège une personne, ou une organisation."""
    person, organisation = asking.given.text("person"), asking.given.text("organisation")
    if bool(person) == bool(organisation):
        raise UsageError(
            "Donnez une personne ou une organisation.",
            "Give either a person or an organisation.",
            cure="Par exemple organisation=Cap emploi.",
            cure_en="For example organisation=Cap emploi.",
        )
    found = answers.seats(served.reader, asking.day, person=person, organisation=organisation)
    return exports.seats(asking.kind, found, asking.language)


def ending(asking: Asking, served: Served) -> bytes:
    """Les mandats qui finissent bientôt, sans successeur."""
    found = answers.ending(served.reader, asking.day, asking.given.number(MONTHS))
    return exports.seats(asking.kind, found, asking.language)


def router() -> APIRouter:
    """The routes of this module. A committee's key may be an IRI: it takes the rest of the path."""
    routes = APIRouter(tags=["committees"])
    base = "/api/v1/committees"
    one = f"{base}/{{key:path}}"
    listings.add(
        routes,
        Listing(base, committees, CommitteesDocument, LIST, "comites", area=True),
        Listing(f"{base}/ending", ending, SeatsDocument, ENDING, "fins-de-mandat"),
        Listing(f"{one}/members", members, SeatsDocument, ONE, "membres", errors=(404,)),
        Listing(one, committee, CommitteeDocument, ONE, "comite", errors=(404,)),
        Listing("/api/v1/seats", seats, SeatsDocument, SEATS, "sieges"),
    )
    return routes
