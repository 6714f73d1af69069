"""What a rule set expects of a committee, as typed rows: formations, categories of members, seats."""

from dataclasses import dataclass, field

from ftgraph import queries
from ftgraph.committees.deliberations import number, text
from ftgraph.graph.store import Queryable, Row
from ftgraph.namespaces import DEF, concept
from ftgraph.validation import rulesets
from ftgraph.wording import Text

_LEVELS = {concept("committee-level", name): name for name in rulesets.LEVELS}


@dataclass(frozen=True)
class Expected:
    """One entry of a rule set: a formation, a category of members or a seat. What the entry does not say is None."""

    iri: str
    kind: str
    parent: str
    label: Text
    formation_type: str = ""
    rank: int | None = None
    seat_count: int | None = None
    votes: int | None = None
    status: str = "mandatory"
    least: int | None = None
    most: int | None = None

    @property
    def places(self) -> int:
        """How many holders a seat wants: one when the entry does not say."""
        return 1 if self.seat_count is None else self.seat_count


@dataclass(frozen=True)
class ExpectedCommittee:
    """All that is expected of a committee of one level."""

    entries: tuple[Expected, ...] = field(default=())

    @property
    def formations(self) -> tuple[Expected, ...]:
        """The formations, in the order of their IRIs."""
        return tuple(entry for entry in self.entries if entry.kind == "ExpectedFormation")

    @property
    def colleges(self) -> tuple[Expected, ...]:
        """The categories of members of the committee itself, in the order of the text."""
        bodies = {entry.iri for entry in self.formations}
        found = [entry for entry in self.entries if entry.kind == "ExpectedCollege" and entry.parent not in bodies]
        return tuple(sorted(found, key=lambda entry: (entry.rank or 0, entry.iri)))

    @property
    def presidencies(self) -> tuple[Expected, ...]:
        """The seats expected in the committee itself: those that preside it."""
        inside = {entry.iri for entry in self.entries}
        return tuple(entry for entry in self.entries if entry.kind == "ExpectedSeat" and entry.parent not in inside)

    def seats(self, parent: str) -> tuple[Expected, ...]:
        """The seats of a formation or of a category, in the order of the text."""
        return tuple(entry for entry in self.entries if entry.kind == "ExpectedSeat" and entry.parent == parent)


def expected_committees(graph: Queryable, rule_set: str) -> dict[str, ExpectedCommittee]:
    """Level (NAT, REG, DEP, LOC) → what `rule_set` expects there."""
    found: dict[str, dict[str, Expected]] = {}
    for row in graph.select(queries.text("committees/expected", rule_set=rule_set)):
        level = _LEVELS.get(text(row[0]))
        if level is not None:
            found.setdefault(level, {}).setdefault(text(row[1]), _entry(row))
    return {level: ExpectedCommittee(tuple(entries.values())) for level, entries in found.items()}


def _entry(row: Row) -> Expected:
    _, iri, kind, parent, label_fr, label_en, formation_type, rank, seat_count, votes, status, least, most = row
    return Expected(
        iri=text(iri),
        kind=text(kind).removeprefix(DEF),
        parent=text(parent),
        label=Text(text(label_fr) or text(iri).rpartition("/")[2], text(label_en)),
        formation_type=text(formation_type),
        rank=number(rank),
        seat_count=number(seat_count),
        votes=number(votes),
        status=text(status).rpartition("/")[2] or "mandatory",
        least=number(least),
        most=number(most),
    )
