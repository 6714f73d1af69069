"""`GET /api/v1/roadmaps…`, `needs`, `practices`, `deliverables`: what committees plan, follow, collect and owe."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports import roadmaps as exports
from ftgraph.exports.formats import COMMITTEE_FORMATS, ROADMAP_FORMATS, Format
from ftgraph.exports.roadmaps import (
    CommitteePlanDocument,
    DeliverablesDocument,
    FollowedNeedDocument,
    FollowedNeedsDocument,
    PracticesDocument,
    RoadmapsDocument,
)
from ftgraph.roadmaps import deliverables, followed, functions, plans, practices
from ftgraph.roadmaps.committees import Bodies
from ftgraph.wording import Language
from ftgraph_api import documents
from ftgraph_api.asking import Asking, read
from ftgraph_api.parameters import FORMAT, LANGUAGE, Parameter, table
from ftgraph_api.state import Served

_LAST_YEAR = 2100
ON = Parameter("on", ("Jour de la question ; par défaut, aujourd’hui.", "The day asked for; today by default."), "date")
COMMITTEE = Parameter(
    "committee", ("Clé d’un comité publié.", "The key of a published committee."), example="local-fougeres"
)
EVERY = Parameter("all", ("Aussi celles passées ou à venir.", "Those past or to come too."), "flag")
YEAR = Parameter("year", ("Une seule année.", "One year only."), "integer", most=_LAST_YEAR)
LATE = Parameter("late", ("Ceux en retard seulement.", "Late ones only."), "flag")
NEED_STATE = Parameter("state", ("État du besoin.", "The need’s state."), values=followed.STATES)
NOT_CLOSED = Parameter("open", ("Les besoins qui ne sont pas clos.", "Needs that are not closed."), "flag")
PRACTICE_STATE = Parameter("state", ("État de la pratique.", "The practice’s state."), values=practices.STATES)

LIST = table(COMMITTEE, EVERY, ON, LANGUAGE, FORMAT)
ONE = table(ON, LANGUAGE, FORMAT)
DELIVERABLES = table(COMMITTEE, YEAR, LATE, ON, LANGUAGE, FORMAT)
NEEDS = table(COMMITTEE, NEED_STATE, NOT_CLOSED, ON, LANGUAGE, FORMAT)
PRACTICES = table(COMMITTEE, PRACTICE_STATE, ON, LANGUAGE, FORMAT)
Make = Callable[[Asking, Served, Language], bytes]


async def roadmaps(request: Request) -> Response:
    """Les feuilles de route en vigueur un jour, avec leurs axes et leurs actions."""
    return await _answer(request, LIST, COMMITTEE_FORMATS, _roadmaps, "feuilles-de-route")


async def committee_plan(request: Request) -> Response:
    """Un comité : feuilles de route, calendrier (aussi en iCalendar), livrables, besoins, pratiques, fonctions."""
    return await _answer(request, ONE, ROADMAP_FORMATS, _plan, "feuille-de-route")


async def deliverables_due(request: Request) -> Response:
    """Les livrables attendus, faits ou en retard, par comité et par année."""
    return await _answer(request, DELIVERABLES, COMMITTEE_FORMATS, _deliverables, "livrables")


async def needs(request: Request) -> Response:
    """Les besoins relevés par les comités : état, âge, chemin de niveau en niveau."""
    return await _answer(request, NEEDS, COMMITTEE_FORMATS, _needs, "besoins")


async def need(request: Request) -> Response:
    """Un besoin, avec chaque étape de son suivi."""
    return await _answer(request, ONE, COMMITTEE_FORMATS, _need, "besoin")


async def collected_practices(request: Request) -> Response:
    """Les bonnes pratiques : recueillies, évaluées, essaimées, et vers quels territoires."""
    return await _answer(request, PRACTICES, COMMITTEE_FORMATS, _practices, "bonnes-pratiques")


async def _answer(
    request: Request, parameters: Mapping[str, Parameter], formats: Sequence[Format], make: Make, name: str
) -> Response:
    asking = read(request, parameters, formats)
    served = await asking.state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    made = asking.state.made.get(etag)
    if made is None:
        body = await asyncio.to_thread(make, asking, served, "en" if asking.language == "en" else "fr")
        made = (name, body)
        asking.state.made.put(etag, made)
    return asking.answer(made[1], etag, name=made[0])


def _roadmaps(asking: Asking, served: Served, language: Language) -> bytes:
    given, day = asking.given, asking.given.one("on") or asking.today
    bodies = Bodies(served.reader, day)
    key = given.one("committee")
    found = plans.roadmaps(served.reader, day, [bodies.one(key)] if key else bodies.published)
    kept = tuple(each for each in found if given.one("all") or each.standing == "in-force")
    return exports.roadmaps(asking.kind, RoadmapsDocument(served.generation, day, len(kept), kept), language)


def _plan(asking: Asking, served: Served, language: Language) -> bytes:
    day, reader = asking.given.one("on") or asking.today, served.reader
    body = Bodies(reader, day).one(asking.request.path_params["key"])
    answer = CommitteePlanDocument(
        served.generation,
        day,
        body,
        plans.diagnoses(reader, day, body),
        plans.roadmaps(reader, day, [body]),
        deliverables.deliverables(reader, day, [body]),
        followed.followed_needs(reader, day, committee=body),
        practices.practices(reader, day, committee=body),
        functions.functions(reader, body, day),
    )
    return exports.committee(asking.kind, answer, language)


def _deliverables(asking: Asking, served: Served, language: Language) -> bytes:
    given, day = asking.given, asking.given.one("on") or asking.today
    bodies = Bodies(served.reader, day)
    key = given.one("committee")
    asked = [bodies.one(key)] if key else bodies.published
    found = deliverables.deliverables(served.reader, day, asked, given.one("year"))
    kept = tuple(each for each in found if not given.one("late") or each.state == "late")
    return exports.deliverables(asking.kind, DeliverablesDocument(served.generation, day, len(kept), kept), language)


def _needs(asking: Asking, served: Served, language: Language) -> bytes:
    given, day = asking.given, asking.given.one("on") or asking.today
    key = given.one("committee")
    body = Bodies(served.reader, day).one(key) if key else None
    found = followed.followed_needs(served.reader, day, state=given.one("state") or "", committee=body)
    kept = tuple(each for each in found if not given.one("open") or each.state != "closed")
    return exports.needs(asking.kind, FollowedNeedsDocument(served.generation, day, len(kept), kept), language)


def _need(asking: Asking, served: Served, language: Language) -> bytes:
    day = asking.given.one("on") or asking.today
    found = followed.one_need(served.reader, asking.request.path_params["reference"], day)
    return exports.need(asking.kind, FollowedNeedDocument(served.generation, day, found), language)


def _practices(asking: Asking, served: Served, language: Language) -> bytes:
    given, day = asking.given, asking.given.one("on") or asking.today
    key = given.one("committee")
    body = Bodies(served.reader, day).one(key) if key else None
    found = practices.practices(served.reader, day, state=given.one("state") or "", committee=body)
    return exports.practices(asking.kind, PracticesDocument(served.generation, day, len(found), found), language)


def router() -> APIRouter:
    """The routes of this module. A committee’s key, or a need’s reference, may be an IRI: it takes the whole rest."""
    routes = APIRouter(tags=["roadmaps"])
    shown = partial(documents.parameters, formats=COMMITTEE_FORMATS)
    add = partial(documents.add, routes)
    base = "/api/v1"
    add(f"{base}/roadmaps", roadmaps, RoadmapsDocument, COMMITTEE_FORMATS, shown(LIST), 404)
    plan = documents.parameters(ONE, "key", formats=ROADMAP_FORMATS)
    add(f"{base}/roadmaps/{{key:path}}", committee_plan, CommitteePlanDocument, ROADMAP_FORMATS, plan, 404)
    add(f"{base}/deliverables", deliverables_due, DeliverablesDocument, COMMITTEE_FORMATS, shown(DELIVERABLES), 404)
    add(f"{base}/needs", needs, FollowedNeedsDocument, COMMITTEE_FORMATS, shown(NEEDS), 404)
    one = shown(ONE, "reference")
    add(f"{base}/needs/{{reference:path}}", need, FollowedNeedDocument, COMMITTEE_FORMATS, one, 404)
    add(f"{base}/practices", collected_practices, PracticesDocument, COMMITTEE_FORMATS, shown(PRACTICES), 404)
    return routes
