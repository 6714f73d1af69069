"""`GET /api/v1/contracts…` and `/api/v1/charter`: what binds whom where, and what steering asks of it."""

import asyncio
from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph import charter as charters
from ftgraph.committees.desk import Desk
from ftgraph.contracts import instruments, steering
from ftgraph.contracts.calendar import calendar
from ftgraph.contracts.overload import overload as burdens
from ftgraph.contracts.succession import successions
from ftgraph.errors import UsageError
from ftgraph.exports import charter as charter_exports
from ftgraph.exports import contracts as exports
from ftgraph.exports.charter import CharterDocument
from ftgraph.exports.contracts.documents import (
    CompetingDocument,
    ContractDocument,
    ContractsDocument,
    Document,
    EndingDocument,
    FundingDocument,
    OverloadDocument,
    SuccessionDocument,
    UnreviewedDocument,
)
from ftgraph.exports.formats import COMMITTEE_FORMATS
from ftgraph.wording import Language
from ftgraph_api import documents
from ftgraph_api.asking import Asking, read
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table
from ftgraph_api.routes.published_committees import ON
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
BARRIER = Parameter("barrier", ("Frein : code ou nom.", "Barrier: code or name."), example="mobilite")
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
FUNDING = table(BARRIER, TERRITORY, ON, LANGUAGE, FORMAT)
OVERLOAD = table(ACTOR, TERRITORY, LEAST, ON, LANGUAGE, FORMAT)
CHARTER = table(ACTOR, STATE, ON, LANGUAGE, FORMAT)
Make = Callable[[Asking, Served, str], Document | CharterDocument]


async def contracts(request: Request) -> Response:
    """Ce qui lie ces parties, ici, aujourd’hui (ou un jour) : contrats et appels."""
    return await _answer(read(request, LIST, COMMITTEE_FORMATS), _contracts, "contrats")


async def contract(request: Request) -> Response:
    """Un contrat ou un appel : parties, période, enveloppes, indicateurs, revues, calendrier."""
    return await _answer(read(request, ONE, COMMITTEE_FORMATS), _contract, "contrat")


async def ending(request: Request) -> Response:
    """Les contrats qui finissent dans les prochains mois, et ce qui leur succède."""
    return await _answer(read(request, SOON, COMMITTEE_FORMATS), _ending, "contrats-qui-finissent")


async def unreviewed(request: Request) -> Response:
    """Les contrats en vigueur sans revue de projet dans les derniers mois."""
    return await _answer(read(request, SOON, COMMITTEE_FORMATS), _unreviewed, "contrats-sans-revue")


async def competing(request: Request) -> Response:
    """Les appels qui concurrencent un contrat, et pourquoi."""
    return await _answer(read(request, COMPETING, COMMITTEE_FORMATS), _competing, "concurrences")


async def funding(request: Request) -> Response:
    """Les contrats et appels qui pourraient financer la réponse à un frein, ici."""
    return await _answer(read(request, FUNDING, COMMITTEE_FORMATS), _funding, "financements")


async def overload(request: Request) -> Response:
    """Ce qui pèse sur chaque acteur : contrats, appels, engagements, comités, indicateurs."""
    return await _answer(read(request, OVERLOAD, COMMITTEE_FORMATS), _overload, "charge")


async def succession(request: Request) -> Response:
    """Les types de contrat et de zonage qu’un autre a remplacés."""
    return await _answer(read(request, ONE, COMMITTEE_FORMATS), _succession, "successions")


async def charter(request: Request) -> Response:
    """La charte : signataires, engagements, et leur état de respect dans le temps."""
    return await _answer(read(request, CHARTER, COMMITTEE_FORMATS), _charter, "charte")


async def _answer(asking: Asking, make: Make, name: str) -> Response:
    state = asking.state
    served = await state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    made = state.made.get(etag)
    if made is None:
        territory = asking.given.one("territory")
        desk = await state.desk() if territory else None
        body = await asyncio.to_thread(_made, asking, served, make, desk)
        made = (name, body)
        state.made.put(etag, made)
    return asking.answer(made[1], etag, name=made[0])


def _made(asking: Asking, served: Served, make: Make, desk: Desk | None) -> bytes:
    area = desk.area(asking.given.one("territory")).iri if desk else ""
    language: Language = "en" if asking.language == "en" else "fr"
    answer = make(asking, served, area)
    if isinstance(answer, CharterDocument):
        return charter_exports.document(asking.kind, answer, language)
    return exports.document(asking.kind, answer, language)


def _contracts(asking: Asking, served: Served, area: str) -> Document:
    given, day = asking.given, asking.given.one("on") or asking.today
    found = instruments.instruments(
        served.reader,
        on=None if given.one("all") else day,
        area=area,
        parties=given.many("party"),
        contract_type=given.one("type") or "",
    )
    return ContractsDocument(served.generation, day, len(found), found)


def _contract(asking: Asking, served: Served, _: str) -> Document:
    day = asking.given.one("on") or asking.today
    found = instruments.find(served.reader, asking.request.path_params["key"])
    pairs = steering.competing(served.reader, day)
    mine = tuple(each for each in pairs if found.iri in (each.call.iri, each.contract.iri))
    return ContractDocument(served.generation, day, found, calendar(served.reader, found, day), mine)


def _months(asking: Asking) -> int:
    months = asking.given.one("months")
    return steering.A_YEAR if months is None else int(months)


def _ending(asking: Asking, served: Served, area: str) -> Document:
    day, months = asking.given.one("on") or asking.today, _months(asking)
    found = steering.ending(served.reader, day, months, area=area)
    return EndingDocument(served.generation, day, months, len(found), found)


def _unreviewed(asking: Asking, served: Served, area: str) -> Document:
    day, months = asking.given.one("on") or asking.today, _months(asking)
    found = steering.unreviewed(served.reader, day, months, area=area)
    return UnreviewedDocument(served.generation, day, months, len(found), found)


def _competing(asking: Asking, served: Served, area: str) -> Document:
    day = asking.given.one("on") or asking.today
    found = steering.competing(served.reader, None if asking.given.one("all") else day, area=area)
    return CompetingDocument(served.generation, day, len(found), found)


def _funding(asking: Asking, served: Served, area: str) -> Document:
    day, barrier = asking.given.one("on") or asking.today, asking.given.one("barrier")
    if not barrier:
        raise UsageError(
            "Donnez le frein auquel répondre.",
            "Give the barrier to answer.",
            cure="Par exemple barrier=mobilite ; les freins sont à l’adresse /voc/barrier.",
            cure_en="For example barrier=mobilite; barriers are at /voc/barrier.",
        )
    found = steering.funding(served.reader, barrier, day, area=area)
    return FundingDocument(served.generation, day, steering.barrier_of(barrier)[0], len(found), found)


def _overload(asking: Asking, served: Served, area: str) -> Document:
    given, day = asking.given, asking.given.one("on") or asking.today
    found = burdens(served.reader, day, area=area, actor=given.one("actor") or "", least=given.one("least") or 1)
    return OverloadDocument(served.generation, day, len(found), found)


def _succession(asking: Asking, served: Served, _: str) -> Document:
    day = asking.given.one("on") or asking.today
    found = successions(served.reader, day)
    return SuccessionDocument(served.generation, day, len(found), found)


def _charter(asking: Asking, served: Served, _: str) -> CharterDocument:
    given, day = asking.given, asking.given.one("on") or asking.today
    found = charters.charters(served.reader, day, actor=given.one("actor") or "", state=given.one("state") or "")
    return CharterDocument(served.generation, day, len(found), found)


def router() -> APIRouter:
    """The routes of this module. A contract's key holds a slash, or is an IRI: it takes the rest of the path."""
    routes = APIRouter(tags=["contracts"])
    shown = partial(documents.parameters, formats=COMMITTEE_FORMATS)
    base = "/api/v1/contracts"
    for path, handler, model, asked in (
        (base, contracts, ContractsDocument, LIST),
        (f"{base}/ending", ending, EndingDocument, SOON),
        (f"{base}/unreviewed", unreviewed, UnreviewedDocument, SOON),
        (f"{base}/competing", competing, CompetingDocument, COMPETING),
        (f"{base}/funding", funding, FundingDocument, FUNDING),
        (f"{base}/overload", overload, OverloadDocument, OVERLOAD),
        (f"{base}/succession", succession, SuccessionDocument, ONE),
        ("/api/v1/charter", charter, CharterDocument, CHARTER),
    ):
        documents.add(routes, path, handler, model, COMMITTEE_FORMATS, shown(asked))
    documents.add(routes, f"{base}/{{key:path}}", contract, ContractDocument, COMMITTEE_FORMATS, shown(ONE, "key"), 404)
    return routes
