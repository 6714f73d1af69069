"""What the command line and the HTTP door both answer on roadmaps, needs and practices: a question, its document.

`committee`: a key, empty for all. All raise `UsageError` on what cannot be asked, `NoSuchCommittee` on another's key.
"""

from datetime import date

from ftgraph.exports.roadmaps import (
    CommitteePlanDocument,
    DeliverablesDocument,
    FollowedNeedDocument,
    FollowedNeedsDocument,
    PracticesDocument,
    RoadmapsDocument,
)
from ftgraph.graph.store import Reader
from ftgraph.roadmaps import deliverables as owed
from ftgraph.roadmaps import followed, functions, plans
from ftgraph.roadmaps import practices as collected
from ftgraph.roadmaps.committees import Bodies, Body


def roadmaps(reader: Reader, day: date, *, committee: str, every: bool) -> RoadmapsDocument:
    """The roadmaps in force that day, or all of them."""
    bodies = Bodies(reader, day)
    found = plans.roadmaps(reader, day, [bodies.one(committee)] if committee else bodies.published)
    kept = tuple(each for each in found if every or each.standing == "in-force")
    return RoadmapsDocument(reader.generation.number, day, len(kept), kept)


def plan(reader: Reader, day: date, committee: str) -> CommitteePlanDocument:
    """One committee: roadmaps, deliverables, needs, practices, and who exercises which function."""
    body = Bodies(reader, day).one(committee)
    return CommitteePlanDocument(
        reader.generation.number,
        day,
        body,
        plans.diagnoses(reader, day, body),
        plans.roadmaps(reader, day, [body]),
        owed.deliverables(reader, day, [body]),
        followed.followed_needs(reader, day, committee=body),
        collected.practices(reader, day, committee=body),
        functions.functions(reader, body, day),
    )


def deliverables(
    reader: Reader, day: date, *, committee: str, year: int | None, late_only: bool
) -> DeliverablesDocument:
    """What committees owe, of one year or of all."""
    bodies = Bodies(reader, day)
    asked = [bodies.one(committee)] if committee else bodies.published
    found = owed.deliverables(reader, day, asked, year)
    kept = tuple(each for each in found if not late_only or each.state == "late")
    return DeliverablesDocument(reader.generation.number, day, len(kept), kept)


def needs(
    reader: Reader, day: date, *, committee: str, state: str = "", open_only: bool = False
) -> FollowedNeedsDocument:
    """The needs followed, in one state or in all, the closed ones left out on demand."""
    found = followed.followed_needs(reader, day, state=state, committee=_body(reader, day, committee))
    kept = tuple(each for each in found if not open_only or each.state != "closed")
    return FollowedNeedsDocument(reader.generation.number, day, len(kept), kept)


def need(reader: Reader, day: date, reference: str) -> FollowedNeedDocument:
    """One need, with its steps."""
    return FollowedNeedDocument(reader.generation.number, day, followed.one_need(reader, reference, day))


def practices(reader: Reader, day: date, *, committee: str, state: str) -> PracticesDocument:
    """Good practices, in one state or in all."""
    found = collected.practices(reader, day, state=state, committee=_body(reader, day, committee))
    return PracticesDocument(reader.generation.number, day, len(found), found)


def _body(reader: Reader, day: date, committee: str) -> Body | None:
    return Bodies(reader, day).one(committee) if committee else None
