"""The charter of mutual commitments (P3.3, P5.4, P7.6, P7.11): who commits to whom, on what, how far it is kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from ftgraph import queries
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import VOC
from ftgraph.naming import Named, Names, day, last, text
from ftgraph.sources.committee_workbook.words import read_words
from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

NOT_ASSESSED = "not-assessed"
STATES = ("respected", "partly-respected", "not-respected", NOT_ASSESSED)


@dataclass(frozen=True)
class Assessment:
    """A finding on a commitment: its day, its state (a notation of `respect`), who made it ("": unsaid)."""

    on: date
    state: str
    state_label: Text
    by: str
    note: str


@dataclass(frozen=True)
class Commitment:
    """A commitment: who makes it, to whom, on what, followed by which indicators, upholding which principles.

    `state`: the last finding's, "not-assessed" where there is none. `history`: its findings, the oldest first.
    """

    iri: str
    actor: str
    actor_iri: str
    subject: str
    to: tuple[Named, ...]
    indicators: tuple[Named, ...]
    principles: tuple[Named, ...]
    state: str
    state_label: Text
    history: tuple[Assessment, ...]


@dataclass(frozen=True)
class Signatory:
    """Who signed, and when (None: unsaid)."""

    iri: str
    name: str
    signed_on: date | None


@dataclass(frozen=True)
class Tally:
    """How many commitments are in each state on a day."""

    on: date
    respected: int
    partly_respected: int
    not_respected: int
    not_assessed: int


@dataclass(frozen=True)
class Charter:
    """A charter, who signed it, its commitments by who makes them, and the state of respect over time.

    `respect`: the state on each day of a finding up to the day asked for, and on that day. `principles`: how many
    commitments uphold each. `silent`: signatories that make no commitment.
    """

    iri: str
    title: str
    adopted_by: str
    valid_from: date | None
    valid_until: date | None
    signatories: tuple[Signatory, ...]
    commitments: tuple[Commitment, ...]
    principles: tuple[tuple[Named, int], ...]
    respect: tuple[Tally, ...]
    silent: tuple[str, ...]


def state_of(name: str) -> str:
    """The notation of a state of respect that a user names. Raises `UsageError`."""
    match = read_words(("respect",)).find(name)
    if match.word is None:
        raise UsageError(
            f"L’état «\u202f{name[:80]}\u202f» n’existe pas.",
            f"There is no state “{name[:80]}”.",
            cure="Choisissez respecté, respecté en partie, non respecté ou non évalué.",
            cure_en="Choose respected, partly-respected, not-respected or not-assessed.",
        )
    return match.word.key


def charters(graph: Queryable, on: date, *, actor: str = "", state: str = "") -> tuple[Charter, ...]:
    """The charters of the graph as they stand `on` a day, by title.

    `actor`: a part of a name: the commitments that it makes, or that are made to it; `state`: a notation of `respect`:
    those in that state. Tallies count the commitments kept.
    """
    names = Names(graph)
    signed: dict[str, list[Any]] = defaultdict(list)
    for row in graph.select(queries.text("charter/signatories")):
        signed[text(row[0])].append(row)
    made = [tuple(map(text, row)) for row in graph.select(queries.text("charter/commitments"))]
    ties: dict[tuple[str, str], list[str]] = defaultdict(list)
    for commitment, tie, thing in graph.select(queries.text("charter/ties")):
        ties[text(commitment), text(tie)].append(text(thing))
    findings: dict[str, list[Any]] = defaultdict(list)
    for row in graph.select(queries.text("charter/assessments", day=on)):
        findings[text(row[0])].append(row)
    names.learn(
        [
            *(iri for things in ties.values() for iri in things),
            *(each[3] for each in made),
            *(text(row[part]) for rows in signed.values() for row in rows for part in (4, 5)),
            *(text(row[part]) for rows in findings.values() for row in rows for part in (2, 3)),
        ]
    )
    found: dict[str, list[Commitment]] = defaultdict(list)
    committed: dict[str, set[str]] = defaultdict(set)
    for charter, iri, subject, who in made:
        committed[charter].add(who)
        each = _commitment(names, iri, who, subject, ties, findings[iri])
        if _kept(each, actor, state):
            found[charter].append(each)
    charters_ = [_charter(names, iri, rows, found[iri], committed[iri], on) for iri, rows in signed.items()]
    return tuple(sorted(charters_, key=lambda each: (each.title, each.iri)))


def _commitment(
    names: Names, iri: str, who: str, subject: str, ties: dict[tuple[str, str], list[str]], findings: list[Any]
) -> Commitment:
    history = sorted(
        (
            Assessment(when, last(text(state)), names.of(text(state)), names.of(text(judge)).fr, text(note))
            for _, said, state, judge, note in findings
            if (when := day(said))
        ),
        key=lambda each: each.on,
    )
    state = history[-1].state if history else NOT_ASSESSED
    to, indicators, principles = (
        tuple(sorted(map(names.named, ties[iri, tie]), key=lambda each: each.label))
        for tie in ("to", "indicator", "principle")
    )
    return Commitment(
        iri=iri,
        actor=names.of(who).fr,
        actor_iri=who,
        subject=subject,
        to=to,
        indicators=indicators,
        principles=principles,
        state=state,
        state_label=history[-1].state_label if history else names.of(f"{VOC}respect/{NOT_ASSESSED}"),
        history=tuple(history),
    )


def _kept(each: Commitment, actor: str, state: str) -> bool:
    folded = fold_name(actor)
    concerned = [each.actor, *(other.label.fr for other in each.to)]
    return (not state or each.state == state) and (not actor or any(folded in fold_name(name) for name in concerned))


def _charter(
    names: Names, iri: str, rows: list[Any], commitments: list[Commitment], committed: set[str], on: date
) -> Charter:
    first = rows[0]
    signatories = {
        text(row[5]): Signatory(text(row[5]), names.of(text(row[5])).fr, day(row[6]))
        for row in rows
        if row[5] is not None
    }
    ordered = tuple(sorted(commitments, key=lambda each: (fold_name(each.actor), each.subject)))
    principles: dict[str, tuple[Named, int]] = {}
    for each in ordered:
        for principle in each.principles:
            principles[principle.iri] = (principle, principles.get(principle.iri, (principle, 0))[1] + 1)
    days = sorted({finding.on for each in ordered for finding in each.history} | {on})
    return Charter(
        iri=iri,
        title=text(first[1]),
        adopted_by=names.of(text(first[4])).fr,
        valid_from=day(first[2]),
        valid_until=day(first[3]),
        signatories=tuple(sorted(signatories.values(), key=lambda each: fold_name(each.name))),
        commitments=ordered,
        principles=tuple(sorted(principles.values(), key=lambda pair: (-pair[1], pair[0].label))),
        respect=tuple(_tally(ordered, when) for when in days),
        silent=tuple(sorted(each.name for each in signatories.values() if each.iri not in committed)),
    )


def _tally(commitments: tuple[Commitment, ...], on: date) -> Tally:
    states = []
    for each in commitments:
        past = [finding.state for finding in each.history if finding.on <= on]
        states.append(past[-1] if past else NOT_ASSESSED)
    return Tally(on, *(states.count(state) for state in STATES))
