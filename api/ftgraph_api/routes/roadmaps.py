"""`GET /api/v1/roadmaps…`, `needs`, `practices`, `deliverables`: what committees plan, follow, collect and owe."""

from fastapi import APIRouter

from ftgraph.exports import roadmap_answers as answers
from ftgraph.exports import roadmaps as exports
from ftgraph.exports.formats import ROADMAP_FORMATS
from ftgraph.exports.roadmaps import (
    CommitteePlanDocument,
    DeliverablesDocument,
    FollowedNeedDocument,
    FollowedNeedsDocument,
    PracticesDocument,
    RoadmapsDocument,
)
from ftgraph.roadmaps import followed, practices
from ftgraph_api import listings
from ftgraph_api.asking import Asking
from ftgraph_api.listings import Listing
from ftgraph_api.parameters import FORMAT, LANGUAGE, ON, Parameter, table
from ftgraph_api.state import Served

_LAST_YEAR = 2100
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


def roadmaps(asking: Asking, served: Served) -> bytes:
    """Les feuilles de route en vigueur un jour, avec leurs axes et leurs actions."""
    given = asking.given
    found = answers.roadmaps(served.reader, asking.day, committee=given.text("committee"), every=bool(given.one("all")))
    return exports.roadmaps(asking.kind, found, asking.language)


def committee_plan(asking: Asking, served: Served) -> bytes:
    """Un comité : feuilles de route, calendrier (aussi en iCalendar), livrables, besoins, pratiques, fonctions."""
    found = answers.plan(served.reader, asking.day, asking.request.path_params["key"])
    return exports.committee(asking.kind, found, asking.language)


def deliverables_due(asking: Asking, served: Served) -> bytes:
    """Les livrables attendus, faits ou en retard, par comité et par année."""
    given = asking.given
    found = answers.deliverables(
        served.reader,
        asking.day,
        committee=given.text("committee"),
        year=given.one("year"),
        late_only=bool(given.one("late")),
    )
    return exports.deliverables(asking.kind, found, asking.language)


def needs(asking: Asking, served: Served) -> bytes:
    """Les besoins relevés par les comités : état, âge, chemin de niveau en niveau."""
    given = asking.given
    found = answers.needs(
        served.reader,
        asking.day,
        committee=given.text("committee"),
        state=given.text("state"),
        open_only=bool(given.one("open")),
    )
    return exports.needs(asking.kind, found, asking.language)


def need(asking: Asking, served: Served) -> bytes:
    """Un besoin, avec chaque étape de son suivi."""
    found = answers.need(served.reader, asking.day, asking.request.path_params["reference"])
    return exports.need(asking.kind, found, asking.language)


def collected_practices(asking: Asking, served: Served) -> bytes:
    """Les bonnes pratiques : recueillies, évaluées, essaimées, et vers quels territoires."""
    given = asking.given
    found = answers.practices(served.reader, asking.day, committee=given.text("committee"), state=given.text("state"))
    return exports.practices(asking.kind, found, asking.language)


def router() -> APIRouter:
    """The routes of this module. A committee’s key, or a need’s reference, may be an IRI: it takes the whole rest."""
    routes = APIRouter(tags=["roadmaps"])
    base, unknown = "/api/v1", (404,)
    one_plan, one_need = f"{base}/roadmaps/{{key:path}}", f"{base}/needs/{{reference:path}}"
    listings.add(
        routes,
        Listing(f"{base}/roadmaps", roadmaps, RoadmapsDocument, LIST, "feuilles-de-route", errors=unknown),
        Listing(
            one_plan, committee_plan, CommitteePlanDocument, ONE, "feuille-de-route", ROADMAP_FORMATS, errors=unknown
        ),
        Listing(
            f"{base}/deliverables", deliverables_due, DeliverablesDocument, DELIVERABLES, "livrables", errors=unknown
        ),
        Listing(f"{base}/needs", needs, FollowedNeedsDocument, NEEDS, "besoins", errors=unknown),
        Listing(one_need, need, FollowedNeedDocument, ONE, "besoin", errors=unknown),
        Listing(
            f"{base}/practices", collected_practices, PracticesDocument, PRACTICES, "bonnes-pratiques", errors=unknown
        ),
    )
    return routes
