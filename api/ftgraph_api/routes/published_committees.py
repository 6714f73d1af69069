"""`GET /api/v1/committees…` and `/api/v1/seats`: the committees of the graph, who sits on them, whose term ends."""

import asyncio
from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.committees import published
from ftgraph.committees.desk import Desk, level_of
from ftgraph.errors import UsageError
from ftgraph.exports.committee import published as exports
from ftgraph.exports.committee.published import CommitteeDocument, CommitteesDocument, SeatsDocument
from ftgraph.exports.formats import COMMITTEE_FORMATS
from ftgraph.wording import Language
from ftgraph_api import documents
from ftgraph_api.asking import Asking, read
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table
from ftgraph_api.state import Served

ON = Parameter("on", ("Jour de la question ; par défaut, aujourd’hui.", "The day asked for; today by default."), "date")
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
Make = Callable[[Asking, Served, Language], bytes]


async def committees(request: Request) -> Response:
    """Les comités publiés, par niveau et territoire, avec ce que leur contrôle a conclu."""
    asking = read(request, LIST, COMMITTEE_FORMATS)
    desk = await asking.state.desk()
    return await _answer(asking, partial(_committees, desk), "comites")


async def committee(request: Request) -> Response:
    """Un comité : présidence, sièges tenus et vacants, voix, cadence des réunions, délibérations."""
    return await _answer(read(request, ONE, COMMITTEE_FORMATS), _committee, "comite")


async def members(request: Request) -> Response:
    """Les sièges d’un comité un jour donné, avec ceux qui les tiennent."""
    return await _answer(read(request, ONE, COMMITTEE_FORMATS), _members, "membres")


async def seats(request: Request) -> Response:
    """Où siège une personne, ou une organisation."""
    return await _answer(read(request, SEATS, COMMITTEE_FORMATS), _seats, "sieges")


async def ending(request: Request) -> Response:
    """Les mandats qui finissent bientôt, sans successeur."""
    return await _answer(read(request, ENDING, COMMITTEE_FORMATS), _ending, "fins-de-mandat")


async def _answer(asking: Asking, make: Make, name: str) -> Response:
    state = asking.state
    served = await state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    made = state.made.get(etag)
    if made is None:
        body = await asyncio.to_thread(make, asking, served, "en" if asking.language == "en" else "fr")
        made = (name, body)
        state.made.put(etag, made)
    return asking.answer(made[1], etag, name=made[0])


def _committees(desk: Desk, asking: Asking, served: Served, language: Language) -> bytes:
    given, day = asking.given, asking.given.one("on") or asking.today
    level, territory = given.one("level"), given.one("territory")
    found = published.published_committees(
        served.reader,
        day,
        level=level_of(level) if level else "",
        territory=desk.area(territory).iri if territory else "",
        not_conform=bool(given.one("not_conform")),
        standing_only=bool(given.one("on")),
    )
    answer = CommitteesDocument(served.generation, day, len(found), found)
    return exports.committees(asking.kind, answer, language)


def _committee(asking: Asking, served: Served, language: Language) -> bytes:
    day = asking.given.one("on") or asking.today
    found = published.find_committee(served.reader, asking.request.path_params["key"], day)
    standing = published.standing(served.reader, found, day)
    held = published.members(served.reader, day, [found.iri])
    answer = CommitteeDocument(served.generation, day, found, standing, held)
    return exports.committee(asking.kind, answer, language)


def _members(asking: Asking, served: Served, language: Language) -> bytes:
    day = asking.given.one("on") or asking.today
    found = published.find_committee(served.reader, asking.request.path_params["key"], day)
    held = published.members(served.reader, day, [found.iri])
    return exports.seats(asking.kind, SeatsDocument(served.generation, day, len(held), held), language)


def _seats(asking: Asking, served: Served, language: Language) -> bytes:
    given, day = asking.given, asking.given.one("on") or asking.today
    person, organisation = given.one("person") or "", given.one("organisation") or ""
    if bool(person) == bool(organisation):
        raise UsageError(
            "Donnez une personne ou une organisation.",
            "Give either a person or an organisation.",
            cure="Par exemple organisation=Cap emploi.",
            cure_en="For example organisation=Cap emploi.",
        )
    held = published.seats_of(served.reader, day, person=person, organisation=organisation)
    return exports.seats(asking.kind, SeatsDocument(served.generation, day, len(held), held), language)


def _ending(asking: Asking, served: Served, language: Language) -> bytes:
    day, months = asking.given.one("on") or asking.today, asking.given.one("months")
    held = published.ending(served.reader, day, MONTHS.default if months is None else months)
    return exports.seats(asking.kind, SeatsDocument(served.generation, day, len(held), held), language)


def router() -> APIRouter:
    """The routes of this module. A committee's key may be an IRI: it takes the rest of the path."""
    routes = APIRouter(tags=["committees"])
    shown = partial(documents.parameters, formats=COMMITTEE_FORMATS)
    one = shown(ONE, "key")
    base = "/api/v1/committees"
    documents.add(
        routes,
        base,
        committees,
        CommitteesDocument,
        COMMITTEE_FORMATS,
        shown(LIST),
    )
    documents.add(
        routes,
        f"{base}/ending",
        ending,
        SeatsDocument,
        COMMITTEE_FORMATS,
        shown(ENDING),
    )
    documents.add(routes, f"{base}/{{key:path}}/members", members, SeatsDocument, COMMITTEE_FORMATS, one, 404)
    documents.add(routes, f"{base}/{{key:path}}", committee, CommitteeDocument, COMMITTEE_FORMATS, one, 404)
    documents.add(
        routes,
        "/api/v1/seats",
        seats,
        SeatsDocument,
        COMMITTEE_FORMATS,
        shown(SEATS),
    )
    return routes
