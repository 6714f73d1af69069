"""Deliberations: who could vote, who was there, the quorum, the votes, and whether it was adopted.

R. 5311-40: half of the voting members present or represented, none needed on a second convocation that says so.
R. 5311-41: adopted by a majority of the votes expressed; on equal votes the State's president decides. The national
committee's articles (R. 5311-4 to R. 5311-14) give nobody a casting vote.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from ftgraph import queries
from ftgraph.committees.report import DeliberationLine
from ftgraph.graph.store import Queryable, Row
from ftgraph.namespaces import concept
from ftgraph.validation import rulesets

_CHOICES = {concept("vote-choice", name): name for name in ("for", "against", "abstention")}
_TERRITORIAL = ("REG", "DEP", "LOC")


@dataclass(frozen=True)
class VotingMember:
    """A seat with votes on the day. `state`: the State's presidency. `present`: there, replaced or represented."""

    membership: str
    votes: int
    state: bool
    present: bool


@dataclass(frozen=True)
class Ballot:
    """Votes cast in one direction (for, against, abstention), by one membership or, with "", as a total."""

    choice: str
    votes: int
    membership: str = ""


@dataclass(frozen=True)
class Held:
    """One deliberation as recorded. `recorded`: the meeting has attendances or proxies; `stated`: what is said of the
    quorum, None when nothing; `again`: held on a second convocation that requires none.
    """

    title: str
    on: date | None
    members: tuple[VotingMember, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    recorded: bool = False
    stated: bool | None = None
    again: bool = False


def line(held: Held, *, has_casting_vote: bool) -> DeliberationLine:
    """The deliberation with its quorum and its majority computed.

    `has_casting_vote`: whether the law gives the State's president one on equal votes. Without a quorum nothing is
    adopted. Without votes, or with equal ones and the president's unknown, whether it was is left unsaid.
    """
    members = len({member.membership for member in held.members})
    present = len({member.membership for member in held.members if member.present})
    quorum = 0 if held.again else (members + 1) // 2
    reached = _reached(held, members, present, quorum)
    in_favour, against, abstentions = (
        sum(ballot.votes for ballot in held.ballots if ballot.choice == choice)
        for choice in ("for", "against", "abstention")
    )
    tied = bool(held.ballots) and in_favour == against and in_favour > 0
    adopted = _adopted(held, in_favour, against, has_casting_vote and tied) if held.ballots else None
    return DeliberationLine(
        title=held.title,
        on=held.on,
        voting_members=members,
        present=present,
        quorum=quorum,
        quorum_reached=reached,
        in_favour=in_favour if held.ballots else None,
        against=against if held.ballots else None,
        abstentions=abstentions if held.ballots else None,
        casting_vote=has_casting_vote and tied,
        adopted=False if reached is False else adopted,
    )


def _reached(held: Held, members: int, present: int, quorum: int) -> bool | None:
    if held.again:
        return True
    if held.recorded and members:
        return present >= quorum
    return held.stated


def _adopted(held: Held, in_favour: int, against: int, casting: bool) -> bool | None:
    if not casting:
        return in_favour > against
    presidents = {member.membership for member in held.members if member.state}
    cast = [ballot.choice for ballot in held.ballots if ballot.membership in presidents and ballot.membership]
    if "for" in cast:
        return True
    return False if "against" in cast else None


def deliberations(
    graph: Queryable, levels: Mapping[str, str], rule_set: str
) -> dict[str, tuple[DeliberationLine, ...]]:
    """Committee → its deliberations, the oldest first. `levels`: committee → its level (NAT, REG, DEP or LOC)."""
    if not levels:
        return {}
    chosen = list(levels)
    members = _by_deliberation(graph.select(queries.text("committees/voting-members", committee=chosen)))
    ballots = _by_deliberation(graph.select(queries.text("committees/votes", committee=chosen)))
    found: dict[str, list[DeliberationLine]] = {}
    for row in graph.select(queries.text("committees/deliberations", committee=chosen)):
        committee, node, title, _, held_on, stated, again = row
        held = Held(
            title=text(title),
            on=_day(text(held_on)),
            members=tuple(_member(each) for each in members.get(text(node), [])),
            ballots=tuple(_ballot(each) for each in ballots.get(text(node), []) if text(each[2]) in _CHOICES),
            recorded=any(text(each[6]) == "true" for each in members.get(text(node), [])),
            stated={"true": True, "false": False}.get(text(stated)),
            again=text(again) == "true",
        )
        casting = rule_set == rulesets.LABOUR_CODE and levels[text(committee)] in _TERRITORIAL
        found.setdefault(text(committee), []).append(line(held, has_casting_vote=casting))
    return {committee: tuple(lines) for committee, lines in found.items()}


def text(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> str:
    """A cell as text, "" when it is empty. A blank node keeps its `_:`."""
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.BlankNode) else term.value


def number(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> int | None:
    """A cell as a whole number; None when it is empty or is not one."""
    try:
        return int(text(term))
    except ValueError:
        return None


def _by_deliberation(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(text(row[0]), []).append(row)
    return found


def _member(row: Row) -> VotingMember:
    _, _, votes, membership, state, present, _ = row
    return VotingMember(text(membership), number(votes) or 0, text(state) == "true", text(present) == "true")


def _ballot(row: Row) -> Ballot:
    _, _, choice, votes, membership = row
    return Ballot(_CHOICES[text(choice)], number(votes) or 0, text(membership))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
