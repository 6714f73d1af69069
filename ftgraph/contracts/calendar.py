"""The action calendar of a contract (deck P8.16): what was done, what is due, in the order of days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph import queries
from ftgraph.contracts.instruments import Instrument
from ftgraph.contracts.steering import A_YEAR, later
from ftgraph.graph.store import Queryable
from ftgraph.naming import Names, day, text
from ftgraph.wording import Text

What = Literal["signature", "start", "conference", "review", "review-due", "action", "end"]
WORDS: dict[What, Text] = {
    "signature": Text("Signature", "Signature"),
    "start": Text("Premier jour", "First day"),
    "conference": Text("Conférence des financeurs", "Funders’ conference"),
    "review": Text("Revue de projet", "Project review"),
    "review-due": Text("Revue de projet à tenir", "Project review due"),
    "action": Text("Action du comité", "Action of the committee"),
    "end": Text("Dernier jour", "Last day"),
}
CALL_WORDS: dict[What, Text] = {"start": Text("Ouverture", "Opening"), "end": Text("Clôture", "Closing")}


@dataclass(frozen=True)
class Event:
    """A day of a contract's calendar. `of`: an action's title, who signed or funds; `by`: who leads an action.

    `past`: whether it is before the day asked for. `label`: what it is, in words.
    """

    on: date
    what: What
    label: Text
    of: str
    by: str
    past: bool


def calendar(graph: Queryable, contract: Instrument, on: date, review_months: int = A_YEAR) -> tuple[Event, ...]:
    """The days of a contract in order. A review is due `review_months` after the last one, or after the first day,
    while the contract runs; nothing is due for a call.
    """
    found: list[tuple[date, What, str, str]] = []
    signed: dict[date, list[str]] = {}
    for party in contract.parties:
        if party.signed_on:
            signed.setdefault(party.signed_on, []).append(party.name)
    found += [(when, "signature", ", ".join(names), "") for when, names in signed.items()]
    if contract.valid_from:
        found.append((contract.valid_from, "start", "", ""))
    found += [
        (each.conference, "conference", each.title or ", ".join(share.funder for share in each.shares), "")
        for each in contract.envelopes
        if each.conference
    ]
    found += [(when, "review", "", "") for when in contract.reviews]
    due = _next_review(contract, on, review_months)
    if due:
        found.append((due, "review-due", "", ""))
    names = Names(graph)
    for _, _, _, title, due_on, leader in graph.select(queries.text("contracts/actions", contract=[contract.iri])):
        when = day(due_on)
        if when:
            found.append((when, "action", text(title), names.of(text(leader)).fr))
    if contract.valid_until:
        found.append((contract.valid_until, "end", "", ""))
    words = {**WORDS, **CALL_WORDS} if contract.is_call else WORDS
    return tuple(
        Event(when, what, words[what], of, by, when < on)
        for when, what, of, by in sorted(dict.fromkeys(found), key=lambda each: (each[0], tuple(WORDS).index(each[1])))
    )


def _next_review(contract: Instrument, on: date, months: int) -> date | None:
    over = contract.valid_until is not None and contract.valid_until < on
    held = [each for each in contract.reviews if each <= on]
    start = held[-1] if held else contract.valid_from
    if contract.is_call or over or start is None or start > on:
        return None
    due = later(start, months)
    # Past its last day, a contract is closed, not reviewed.
    return min(due, contract.valid_until) if contract.valid_until else due
