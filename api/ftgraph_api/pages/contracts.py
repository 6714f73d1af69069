"""Contrats: what binds whom here on a day, what ends, lacks a review, competes, could fund, weighs; and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from ftgraph.contracts import instruments, steering
from ftgraph.contracts.calendar import calendar
from ftgraph.contracts.instruments import Instrument
from ftgraph.contracts.overload import overload
from ftgraph.contracts.responses import responses
from ftgraph.contracts.succession import successions
from ftgraph.errors import UnknownTerritory, UsageError
from ftgraph.exports.contracts import rows
from ftgraph.exports.listing import euros
from ftgraph.exports.wording import word
from ftgraph.index.territories import Territory
from ftgraph.namespaces import VOC
from ftgraph.naming import Named
from ftgraph.needs import categories
from ftgraph_api.pages import committee, places
from ftgraph_api.pages.question import Question
from ftgraph_api.pages.territory import address as territory_address
from ftgraph_api.parameters import LANGUAGE, Parameter, table

MOST_ACTORS = 15
PARAMETERS = table(
    Parameter("territory", ("Territoire.", "Territory.")),
    Parameter("type", ("Type.", "Type.")),
    Parameter("party", ("Signataire.", "Signatory.")),
    Parameter("barrier", ("Frein.", "Barrier.")),
    Parameter("on", ("Jour.", "Day."), "date"),
    LANGUAGE,
)
ONE = table(Parameter("on", ("Jour.", "Day."), "date"), LANGUAGE)
_EXPORTS = ("ending", "unreviewed", "competing", "responses", "overload", "succession")


@dataclass(frozen=True)
class Asked:
    """What the form asks. `problem`: why it cannot be answered; `candidates`: the territories a name may mean."""

    territory: str
    type: str
    party: str
    barrier: str
    on: date
    place: Territory | None
    problem: UsageError | None
    candidates: Sequence[tuple[str, str]]

    @property
    def parties(self) -> list[str]:
        """The signatories asked for, semicolons between."""
        return [name.strip() for name in self.party.split(";") if name.strip()]

    @property
    def actor(self) -> str:
        """The signatory, when one only is asked for."""
        return self.parties[0] if len(self.parties) == 1 else ""


def address(key: str) -> str:
    """The page of a contract or call."""
    return f"/contrats/{quote(key, safe='/')}"


def asked(question: Question) -> Asked:
    """What the address asks, its territory recognised."""
    given = question.given
    text, place, problem, near = given.one("territory") or "", None, None, []
    if text:
        try:
            place = question.index.territories.resolve(text, question.today)
            text = places.name(question, place.reference)
        except UnknownTerritory as error:
            problem = error
            near = places.candidates(
                question, error.candidates, lambda reference: question.address("/contrats", territory=reference)
            )
    return Asked(
        territory=text,
        type=given.one("type") or "",
        party=given.one("party") or "",
        barrier=given.one("barrier") or "",
        on=given.one("on") or question.today,
        place=place,
        problem=problem,
        candidates=near,
    )


def values(question: Question, asking: Asked) -> dict[str, Any]:
    """All that the page shows. A question that cannot be answered shows its problem, and the form again."""
    shown = {
        "asked": asking,
        "problem": asking.problem,
        "types": _types(question),
        "barriers": _barriers(question, asking.barrier),
        "exports": _addresses(question, asking),
        "most_actors": MOST_ACTORS,
        "answer": None,
        "narrowed": bool(asking.type or asking.party),
        **_words(question),
    }
    if asking.problem:
        return shown
    try:
        shown["answer"] = _answer(question, asking)
    except UsageError as error:
        shown["problem"] = error
    return shown


def _answer(question: Question, asking: Asked) -> dict[str, Any]:
    graph, on = question.served.reader, asking.on
    area = asking.place.iri if asking.place else ""
    found = instruments.instruments(graph, on=on, area=area, parties=asking.parties, contract_type=asking.type)
    kept = {each.iri for each in found}
    narrowed = bool(asking.type or asking.party)
    actors = overload(graph, on, area=area, actor=asking.actor)
    return {
        "found": found,
        "contracts": [each for each in found if not each.is_call],
        "calls": [each for each in found if each.is_call],
        "ending": [each for each in steering.ending(graph, on, area=area) if not narrowed or each.contract.iri in kept],
        "unreviewed": [
            each for each in steering.unreviewed(graph, on, area=area) if not narrowed or each.contract.iri in kept
        ],
        "competing": [
            each
            for each in steering.competing(graph, on, area=area)
            if not narrowed or kept & {each.call.iri, each.contract.iri}
        ],
        "responses": [
            # Calls that have closed since are no longer in `kept`: with a filter, responses to open ones are told.
            each
            for each in responses(graph, on, area=area)
            if not narrowed or each.call.iri in kept
        ],
        "funding": steering.funding(graph, asking.barrier, on, area=area) if asking.barrier else None,
        "actors": actors[:MOST_ACTORS],
        "actor_count": len(actors),
        "successions": successions(graph, on),
    }


def one(question: Question, key: str) -> dict[str, Any]:
    """All that the page of a contract shows. Raises `UnknownContract`."""
    graph, on = question.served.reader, question.day
    found = instruments.find(graph, key)
    pairs = [each for each in steering.competing(graph, on) if found.iri in (each.call.iri, each.contract.iri)]
    gone = [each for each in successions(graph, on) if found.type == each.original.iri.rpartition("/")[2]]
    return {
        "contract": found,
        "on": on,
        "state": _state(found, on),
        "days_left": (found.valid_until - on).days if found.valid_until else None,
        "calendar": calendar(graph, found, on),
        "pairs": [(each, each.contract if each.call.iri == found.iri else each.call) for each in pairs],
        "successions": gone,
        "responses": responses(graph, on, call=found.iri) if found.is_call else (),
        "barriers": _covered(question, found.fields),
        "places": _places(question, found.territories),
        "committee_page": _committee_page(question, found.committee),
        "api": f"/api/v1/contracts/{quote(found.key, safe='/')}",
        "address": address,
        **_words(question),
    }


def _words(question: Question) -> dict[str, Any]:
    language = "en" if question.language == "en" else "fr"
    return {
        "address": address,
        "euros": euros,
        "kind": lambda each: rows.type_name(each, language),  # type: ignore[arg-type]  # narrowed above
        "envelope_kind": lambda each: word(rows.ENVELOPES, each.kind, language),
    }


def _state(contract: Instrument, on: date) -> str:
    """to-come, in-force or over."""
    if contract.valid_from and contract.valid_from > on:
        return "to-come"
    return "over" if contract.valid_until and contract.valid_until < on else "in-force"


def _types(question: Question) -> list[tuple[str, str]]:
    """(notation, name) of the types of contract and of call, by level then name."""
    vocabulary = question.index.vocabulary
    found = [*vocabulary.scheme("contract-type").values(), *vocabulary.scheme("call-type").values()]
    return sorted(((each.notation, each.label(question.language)) for each in found), key=lambda pair: pair[1])


def _barriers(question: Question, asked_for: str) -> list[tuple[str, str]]:
    """(notation, name) of the widest barriers, and of the one asked for."""
    found = [(each.notation, each.label(question.language)) for each in categories(question.index)]
    known = question.index.vocabulary.scheme("barrier")
    if asked_for in known and asked_for not in dict(found):
        found.append((asked_for, known[asked_for].label(question.language)))
    return found


def _addresses(question: Question, asking: Asked) -> Mapping[str, str]:
    """Where each list is handed out as CSV."""
    common = {"on": asking.on.isoformat(), "format": "csv"}
    if question.language == "en":
        common["lang"] = "en"
    if asking.place:
        common["territory"] = asking.place.reference
    narrow = [*common.items(), ("type", asking.type)] if asking.type else list(common.items())
    narrow += [("party", name) for name in asking.parties]
    found = {"list": f"/api/v1/contracts?{urlencode(narrow, safe=':')}"}
    for name in _EXPORTS:
        pairs = {key: text for key, text in common.items() if name != "succession" or key != "territory"}
        if name == "overload" and asking.actor:
            pairs["actor"] = asking.actor
        found[name] = f"/api/v1/contracts/{name}?{urlencode(pairs, safe=':')}"
    if asking.barrier:
        pairs = {**common, "barrier": asking.barrier}
        found["funding"] = f"/api/v1/contracts/funding?{urlencode(pairs, safe=':')}"
    return found


def _covered(question: Question, fields: Sequence[Named]) -> Sequence[tuple[str, str]]:
    """(name, page) of each field that the vocabulary knows, where the barriers it covers are told."""
    return [
        (
            each.label.say("en" if question.language == "en" else "fr"),
            f"/voc/{each.iri.removeprefix(VOC)}.html" if each.iri.startswith(VOC) else "",
        )
        for each in fields
    ]


def _places(question: Question, territories: Sequence[Named]) -> list[tuple[str, str]]:
    """(name, page) of each territory; "" for one that the index does not know."""
    known = [(each, question.index.territories.by_iri(each.iri)) for each in territories]
    return [(each.label.fr, territory_address(place.reference) if place else "") for each, place in known]


def _committee_page(question: Question, iri: str) -> str:
    known = {each.iri: each.key for each in committee.committees_of(question.served)}
    return f"/comites/{known[iri]}" if iri in known else ""
