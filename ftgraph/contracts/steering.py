"""What steering asks of contracts: what ends, lacks a review, competes, could fund (deck P1.4, P1.25, P8.16)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ftgraph import queries
from ftgraph.contracts.instruments import Instrument, instruments
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.naming import Named, Names, day, text
from ftgraph.sources.committee_workbook.words import read_words
from ftgraph.wording import Text

MOST_MONTHS = 120
A_YEAR = 12


@dataclass(frozen=True)
class Ending:
    """A contract that ends soon, in how many days, and the contracts declared to follow it (none: nothing is ready)."""

    contract: Instrument
    days_left: int
    followed_by: tuple[Named, ...]


@dataclass(frozen=True)
class Unreviewed:
    """A contract in force without a recent review. `last_review`: None for none ever; `due_by`: when one was due.

    A review is due within the number of months asked for after the last one, or after the first day. `due_by` is None
    where neither is known.
    """

    contract: Instrument
    last_review: date | None
    due_by: date | None
    overdue: bool


@dataclass(frozen=True)
class Competition:
    """A call and a contract that compete, and why: fields in common, territories that meet, days in common.

    `overlap_until` is None where neither has a last day. `reason` says all this in one sentence.
    """

    call: Instrument
    contract: Instrument
    fields: tuple[Named, ...]
    call_territories: tuple[Named, ...]
    contract_territories: tuple[Named, ...]
    overlap_from: date | None
    overlap_until: date | None
    reason: Text


@dataclass(frozen=True)
class Funding:
    """A contract or call that could fund the answer to a barrier: by which fields, for which barriers they cover.

    `amount`: the euros of its envelopes together; None where none is known.
    """

    instrument: Instrument
    fields: tuple[Named, ...]
    covered: tuple[Named, ...]
    amount: float | None


def ending(graph: Queryable, since: date, months: int = A_YEAR, *, area: str = "") -> tuple[Ending, ...]:
    """The contracts whose last day is within `months` of `since`, the first to end first.

    Raises `UsageError` when `months` is out of 0 to 120.
    """
    until = later(since, checked(months))
    followers: dict[str, list[str]] = {}
    for row in graph.select(queries.text("contracts/ending", since=since, until=until, area=area or None)):
        followers.setdefault(text(row[0]), []).extend(filter(None, [text(row[3])]))
    known = _read(graph, followers)
    names = Names(graph)
    return tuple(
        Ending(known[iri], (last - since).days, tuple(names.named(one) for one in dict.fromkeys(after)))
        for iri, after in followers.items()
        if iri in known and (last := known[iri].valid_until)
    )


def unreviewed(graph: Queryable, on: date, months: int = A_YEAR, *, area: str = "") -> tuple[Unreviewed, ...]:
    """The contracts in force `on` a day without any review in the `months` before, the longest without one first.

    Raises `UsageError` when `months` is out of 0 to 120.
    """
    since = later(on, -checked(months))
    rows = list(graph.select(queries.text("contracts/unreviewed", day=on, since=since, area=area or None)))
    known = _read(graph, {text(row[0]): [] for row in rows})
    found: dict[str, Unreviewed] = {}
    for contract, _, first, reviewed in rows:
        start = day(reviewed) or day(first)
        due = later(start, months) if start else None
        each = Unreviewed(known[text(contract)], day(reviewed), due, due is None or due < on)
        found.setdefault(text(contract), each)
    return tuple(sorted(found.values(), key=lambda each: (each.due_by or date.min, each.contract.title)))


def competing(graph: Queryable, on: date | None = None, *, area: str = "") -> tuple[Competition, ...]:
    """The pairs of a call and a contract that compete, with why; `on` a day: of those neither has ended by then.

    A call that draws on the contract's envelope carries it out, and does not compete with it.
    """
    pairs: dict[tuple[str, str], tuple[set[str], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
    for row in graph.select(queries.text("contracts/competing", day=on, area=area or None)):
        for kept, term in zip(pairs[text(row[0]), text(row[1])], row[2:5], strict=True):
            kept.add(text(term))
    known = _read(graph, {iri: [] for pair in pairs for iri in pair})
    names = Names(graph)
    names.learn(iri for parts in pairs.values() for part in parts for iri in part)
    found = [
        _competition(known[call], known[contract], *(tuple(map(names.named, sorted(part))) for part in parts))
        for (call, contract), parts in pairs.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.call.title, each.contract.title)))


def funding(graph: Queryable, barrier: str, on: date, *, area: str = "") -> tuple[Funding, ...]:
    """The contracts and calls in force that could fund the answer to a barrier (name or code), richest envelopes first.

    Which field covers which barrier is told by the vocabulary of fields. Raises `UsageError` for an unknown barrier.
    """
    asked = queries.text("contracts/funding", barrier=[barrier_of(barrier)[0]], day=on, area=area or None)
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in graph.select(asked):
        for kept, term in zip(found[text(row[0])], row[1:], strict=True):
            kept.add(text(term))
    known = _read(graph, {iri: [] for iri in found})
    names = Names(graph)
    made = []
    for iri, parts in found.items():
        fields, covered = (tuple(map(names.named, sorted(part))) for part in parts)
        amounts = [each.amount for each in known[iri].envelopes if each.amount is not None]
        made.append(Funding(known[iri], fields, covered, sum(amounts) if amounts else None))
    return tuple(sorted(made, key=lambda each: (-(each.amount or -1), each.instrument.title)))


def barrier_of(name: str) -> tuple[str, str]:
    """(notation, French label) of the barrier that a user names. Raises `UsageError`."""
    match = read_words(("barrier",)).find(name)
    if match.word is None:
        near = ", ".join(label for _, label in match.candidates)
        raise UsageError(
            f"Le frein «\u202f{name[:80]}\u202f» n’existe pas.",
            f"There is no barrier “{name[:80]}”.",
            cure=f"Les plus proches\u202f: {near}." if near else "Les freins sont à l’adresse /voc/barrier.",
            cure_en=f"The nearest: {near}." if near else "Barriers are at /voc/barrier.",
        )
    return match.word.key, match.word.label


def checked(months: int) -> int:
    """The number of months. Raises `UsageError` when it is out of 0 to 120."""
    if not 0 <= months <= MOST_MONTHS:
        raise UsageError(
            f"{months} mois\u202f: un nombre de 0 à {MOST_MONTHS} est attendu.",
            f"{months} months: a number from 0 to {MOST_MONTHS} is expected.",
            cure=f"Par exemple {A_YEAR}, pour une année.",
            cure_en=f"For example {A_YEAR}, for a year.",
        )
    return months


def later(start: date, months: int) -> date:
    """The same day, `months` later (earlier when negative); the month's last day where it has no such day.

    The calendar's first or last day where it has no such year.
    """
    year, month = divmod(start.year * A_YEAR + start.month - 1 + months, A_YEAR)
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    for number in range(start.day, start.day - 4, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(start)


def _read(graph: Queryable, wanted: Mapping[str, object]) -> dict[str, Instrument]:
    return {each.iri: each for each in instruments(graph, contracts=list(wanted))} if wanted else {}


def _competition(
    call: Instrument,
    contract: Instrument,
    fields: tuple[Named, ...],
    call_territories: tuple[Named, ...],
    contract_territories: tuple[Named, ...],
) -> Competition:
    starts = [each for each in (call.valid_from, contract.valid_from) if each]
    ends = [each for each in (call.valid_until, contract.valid_until) if each]
    start, end = max(starts, default=None), min(ends, default=None)
    return Competition(
        call=call,
        contract=contract,
        fields=fields,
        call_territories=call_territories,
        contract_territories=contract_territories,
        overlap_from=start,
        overlap_until=end,
        reason=_reason(fields, call_territories, contract_territories, start, end),
    )


def _reason(
    fields: tuple[Named, ...],
    theirs: tuple[Named, ...],
    ours: tuple[Named, ...],
    start: date | None,
    end: date | None,
) -> Text:
    """« Même champ (Mobilité) ; même territoire (Ille-et-Vilaine) ; périodes communes du … au …. »"""
    shared = {each.iri for each in theirs} & {each.iri for each in ours}
    here_fr, here_en = ", ".join(each.label.fr for each in theirs), ", ".join(each.label.say("en") for each in theirs)
    there_fr, there_en = ", ".join(each.label.fr for each in ours), ", ".join(each.label.say("en") for each in ours)
    where = (
        Text(f"même territoire ({here_fr})", f"same territory ({here_en})")
        if shared
        else Text(
            f"territoires qui se touchent ({here_fr} et {there_fr})",
            f"territories that meet ({here_en} and {there_en})",
        )
    )
    since = Text(f" du {start:%d/%m/%Y}", f" from {start:%d/%m/%Y}") if start else Text("")
    until = (
        Text(f" au {end:%d/%m/%Y}", f" to {end:%d/%m/%Y}") if end else Text(", sans fin dite", ", without a stated end")
    )
    named_fr = ", ".join(each.label.fr for each in fields)
    named_en = ", ".join(each.label.say("en") for each in fields)
    return Text(
        f"Même champ ({named_fr})\u202f; {where.fr}\u202f; périodes communes{since.fr}{until.fr}.",
        f"Same field ({named_en}); {where.say('en')}; periods in common{since.say('en')}{until.say('en')}.",
    )
