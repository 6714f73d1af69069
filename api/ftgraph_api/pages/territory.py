"""Territoire: what a territory is made of, the solutions that answer there, what is missing, its committees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from ftgraph import needs
from ftgraph.committees.around import Published, around, standing
from ftgraph.contracts import Contract, in_force
from ftgraph.exports.committee import words
from ftgraph.exports.indicators import TREND
from ftgraph.exports.wording import GAP, pick, word
from ftgraph.history.territory import Here, Publication, in_territory, lately
from ftgraph.index.territories import KINDS, Territory
from ftgraph.indicators import Followed, followed
from ftgraph.indicators.dashboard import Question as Asked
from ftgraph.solutions import Context, SolutionFilters, search
from ftgraph.sources.place_names import fold_name
from ftgraph.sources.vocabulary_labels import fold_label
from ftgraph.wording import Language, Text
from ftgraph_api.pages import places
from ftgraph_api.pages.indicators import dashboard_of, is_example
from ftgraph_api.pages.maps import Map, fitting, zone_map
from ftgraph_api.pages.question import Question
from ftgraph_api.state import Served

_PARTS = ("region", "departement", "arrondissement", "epci", "ept", "commune")
_STANDING = {
    "own": Text("de ce territoire", "of this territory"),
    "above": Text("d’un territoire plus large", "of a wider territory"),
    "within": Text("d’une partie du territoire", "of a part of it"),
    "beside": Text("d’un territoire qui le recoupe", "of a territory that overlaps it"),
}
_TONES = {"better": "good", "worse": "bad"}
_MOST_LISTED = 500
_RECENT_DAYS = 30
_MOST_RECENT = 5


@dataclass(frozen=True)
class Line:
    """A barrier: how many solutions, by reach, where they are listed, and the kind of gap if it is one."""

    label: str
    address: str
    total: int
    on_site: int
    remote: int
    wider_zone: int
    unstated: int
    out_of_date: int
    gap: str


@dataclass(frozen=True)
class Part:
    """Territories of one kind that have communes in common with the one shown. `listed` is empty when too many."""

    kind: str
    title: str
    count: int
    listed: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Measure:
    """The latest value of an indicator. `tone`: good, bad or ""."""

    label: str
    told: str
    period: str
    trend: str
    tone: str


def contracts_of(served: Served, day: date) -> tuple[Contract, ...]:
    """The contracts of a generation that are in force on a day, read once."""
    return served.kept.get(("contracts in force", day), lambda: in_force(served.reader, day))


def indicators_of(served: Served) -> tuple[Followed, ...]:
    """The indicators that a generation's committees and contracts follow, read once."""
    return served.kept.get("followed", lambda: followed(served.reader))


def address(reference: str) -> str:
    """The page of a territory."""
    return f"/territoires/{quote(reference, safe=':')}"


def start(question: Question) -> dict[str, Any]:
    """Where to choose a territory: regions and départements, and the zonings that are loaded."""
    territories = question.index.territories
    return {
        "groups": [
            (places.TITLES[kind].say(_language(question)), _links(territories.zones(kind, question.today)))
            for kind in ("region", "departement")
        ]
        + [(zoning, _links(zones)) for zoning, zones in _loaded(question)],
        "problem": None,
        "candidates": [],
        "asked": "",
    }


def _loaded(question: Question) -> list[tuple[str, Sequence[Territory]]]:
    """The zonings of bassins and the like, each with its zones; too many to list: left out."""
    territories = question.index.territories
    keys = [key for key in territories.kinds() if key not in KINDS]
    found: list[tuple[str, Sequence[Territory]]] = []
    for key in keys:
        zones = territories.zones(key, question.today)
        if len(zones) <= _MOST_LISTED:
            found.append((territories.zoning(key, question.today).label, zones))
    return found


def values(
    question: Question, place: Territory, committees: Sequence[Published], contracts: Sequence[Contract]
) -> dict[str, Any]:
    """All that the page shows of a territory. `committees`, `contracts`: those that the graph holds."""
    territories = question.index.territories
    members = territories.members(place.number)
    lines = _lines(question, place)
    language = _language(question)
    levels = question.index.vocabulary.scheme("committee-level")
    kinds = {each.iri: each for each in question.index.vocabulary.scheme("contract-type").values()}
    said = {str(code): pick(pair, language) for code, pair in words.CONFORMITY.items()}
    return {
        "place": place,
        "on": question.today,
        "indicators": _indicators(question, place),
        **_measured(question, place),
        "indicators_address": f"/indicateurs?{urlencode({'territory': place.reference}, safe=':')}",
        **_recent(question, place),
        "published": _published(question, place),
        "kind": places.kind_name(question, place.kind),
        "population": question.index.population(members),
        "communes": len(members),
        "total": _total(question, place),
        "lines": lines,
        "gaps": _gaps(lines),
        "parts": _parts(question, place),
        "map": _map(question, place),
        "committees": [
            (
                each.label or each.territory_label,
                levels[each.level].label(language),
                _STANDING[how].say(language),
                each,
                each.verdict[1],
                said.get(each.verdict[1], "").lower(),
                each.in_force(question.today),
            )
            for how, each in sorted(
                around(committees, territories, place), key=lambda pair: not pair[1].in_force(question.today)
            )
        ],
        "contracts": [
            (each, kinds[each.type].label(language) if each.type in kinds else "", _STANDING[how].say(language))
            for each in contracts
            if (how := standing(territories, place, each.territory)) is not None
        ],
        "find": f"/?{urlencode({'territory': place.reference}, safe=':')}",
        "gaps_address": f"/manques?{urlencode({'territory': place.reference}, safe=':')}",
    }


def _language(question: Question) -> Language:
    return "en" if question.language == "en" else "fr"


def _indicators(question: Question, place: Territory) -> list[tuple[str, list[str]]]:
    """The indicators followed where the territory is, each with who follows it."""
    found: dict[str, list[str]] = {}
    for each in indicators_of(question.served):
        if standing(question.index.territories, place, each.territory) in ("own", "above"):
            found.setdefault(each.label.say(_language(question)), []).append(each.name)
    return list(found.items())


def _measured(question: Question, place: Territory) -> dict[str, Any]:
    """What was measured on the territory itself, the latest of each indicator; the rate of vacancies filled first."""
    asked = Asked(place.iri, place.label, place.reference, language=_language(question))
    cards = [card for card in dashboard_of(question.served, asked).cards if card.latest is not None]
    return {
        "measured": [
            Measure(
                card.label,
                card.latest.told,
                card.latest.label,
                pick(TREND[card.trend], question.language),
                _TONES.get(card.trend, ""),
            )
            for card in cards
            if card.latest is not None
        ],
        "measured_example": any(is_example(question, source) for card in cards for source in card.sources),
    }


def _recent(question: Question, place: Territory) -> dict[str, Any]:
    """What changed: the freshest solutions, and how many were updated in the last month."""
    filters = SolutionFilters(territory=place.reference, sort="freshness")
    since = question.today - timedelta(days=_RECENT_DAYS)
    month = SolutionFilters(territory=place.reference, updated_since=since)
    context = Context(question.language, question.settings.stale_days)
    pairs = {"territory": place.reference, "updated_since": since.isoformat()}
    return {
        "recent": search(question.index, filters, today=question.today, limit=_MOST_RECENT, context=context).rows,
        "recent_count": search(question.index, month, today=question.today, limit=0).total,
        "recent_days": _RECENT_DAYS,
        "recent_address": f"/?{urlencode(pairs, safe=':')}",
    }


def _published(question: Question, place: Territory) -> list[Here]:
    """What the last month’s publications added, changed and removed here."""
    return in_territory(question.index, place, lately_published(question.served, question.today))


def lately_published(served: Served, day: date) -> list[Publication]:
    """The publications of the month before a day, read once."""
    since = day - timedelta(days=_RECENT_DAYS)
    return served.kept.get(("lately", since), lambda: lately(served.index, served.reader.attachments, since))


def _needs(question: Question, place: Territory) -> list[needs.Need]:
    return needs.needs(question.index, place, today=question.today, stale_days=question.settings.stale_days)


def _total(question: Question, place: Territory) -> int:
    return needs.total(question.index, place, today=question.today, stale_days=question.settings.stale_days)


def _lines(question: Question, place: Territory) -> list[Line]:
    found = [
        Line(
            barrier.label(question.language),
            f"/?{urlencode({'territory': place.reference, 'barrier': barrier.notation}, safe=':')}",
            cell.total,
            cell.on_site,
            cell.remote,
            cell.wider_zone,
            cell.unstated,
            cell.out_of_date,
            word(GAP, cell.gap, question.language),
        )
        for barrier, cell in ((each.barrier, each.cell) for each in _needs(question, place))
    ]
    return sorted(found, key=lambda line: (-line.total, fold_label(line.label)))


def _gaps(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The barriers that miss something, by kind of gap."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.gap:
            found.setdefault(line.gap, []).append(line)
    return list(found.items())


def _parts(question: Question, place: Territory) -> list[Part]:
    """What it is made of and what it is in, by kind; its zoning's other zones are on the map."""
    territories = question.index.territories
    found = []
    members = territories.members(place.number)
    for kind in _PARTS:
        if kind == place.kind:
            continue
        if kind == "commune":
            near = [territories[number] for number in members] if len(members) <= _MOST_LISTED else []
            count = len(members)
        else:
            near = list(territories.within(territories.zones(kind, question.today), place))
            count = len(near)
        if count:
            title = places.TITLES[kind].say(_language(question))
            found.append(Part(kind, title, count, _links(near) if count <= _MOST_LISTED else ()))
    return found


def _links(places: Sequence[Territory]) -> list[tuple[str, str]]:
    """By name, accents apart: Île-de-France stands among the I."""
    return [(each.label, address(each.reference)) for each in sorted(places, key=lambda each: fold_name(each.label))]


def _map(question: Question, place: Territory) -> Map | None:
    """How many solutions answer in each zone of the territory; each zone leads to its own page."""
    return zone_map(question, place, fitting(question, place), address)
