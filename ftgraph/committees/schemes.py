"""What each rule set expects of the committee of each level, as published, and what changed between them.

Source of the entries: `data/reference/` (the facts of the 2023 document; articles L. 5311-7 to R. 5311-46).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF
from ftgraph.validation.rulesets import LEVELS
from ftgraph.wording import Text

_Said = Mapping[str, str]
_FORMATION, _COLLEGE, _SEAT = (f"{DEF}Expected{kind}" for kind in ("Formation", "College", "Seat"))


@dataclass(frozen=True)
class Cited:
    """A fact or an article. `number` (« R. 5311-24 ») and `page` (an address) are an article’s; a fact has neither."""

    identifier: str
    number: str
    label: Text
    says: Text
    page: str

    @property
    def short(self) -> str:
        """How a text cites it: « art. R. 5311-24 », « P8.17 »."""
        return f"art.\u00a0{self.number}" if self.number else self.identifier

    @property
    def order(self) -> tuple[str, list[int]]:
        """Where it comes in a list: P2.1 before P10.1, R. 5311-9 before R. 5311-14."""
        numbers = "".join(letter if letter.isdigit() else " " for letter in self.identifier).split()
        return self.identifier[0], [int(number) for number in numbers]


@dataclass(frozen=True)
class Party:
    """A category of actors."""

    iri: str
    label: Text


@dataclass(frozen=True)
class Seat:
    """A seat expected. `count`, `votes`: None where the text fixes none; `status`: a notation, "" where none."""

    iri: str
    label: Text
    status: str
    count: int | None
    votes: int | None
    parties: tuple[Party, ...]
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class Body:
    """A formation, or a college or category of members: seats, what is to do. `least`, `most`: meetings a year."""

    iri: str
    label: Text
    type: str
    count: int | None
    votes: int | None
    least: int | None
    most: int | None
    seats: tuple[Seat, ...]
    missions: tuple[tuple[Text, tuple[Cited, ...]], ...]
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class Limit:
    """A ceiling, a length of term: what is counted, at least, at most."""

    label: Text
    least: int | None
    most: int | None
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class Scheme:
    """The committee of one level under one rule set. `level`, `rule_set`: notations; `colleges`: by their rank."""

    rule_set: str
    level: str
    label: Text
    purpose: str
    presidents: tuple[Seat, ...]
    secretariat: tuple[Party, ...]
    formations: tuple[Body, ...]
    colleges: tuple[Body, ...]
    limits: tuple[Limit, ...]
    deliverables: tuple[tuple[Text, tuple[Cited, ...]], ...]
    missions: tuple[tuple[Text, tuple[Cited, ...]], ...]
    cited: tuple[Cited, ...]

    def all_cited(self) -> list[Cited]:
        """All that it rests on, each once, as first met."""
        bodies = (*self.formations, *self.colleges)
        parts: Iterable[tuple[Cited, ...]] = (
            self.cited,
            *(seat.cited for seat in self.presidents),
            *(body.cited for body in bodies),
            *(seat.cited for body in bodies for seat in body.seats),
            *(limit.cited for limit in self.limits),
            *(cited for _, cited in self.deliverables),
            *(cited for missions in (self.missions, *(body.missions for body in bodies)) for _, cited in missions),
        )
        return list(dict.fromkeys(each for part in parts for each in part))


@dataclass(frozen=True)
class RuleSet:
    """A rule set and its committees, from the national level down. `until` is None while it is in force."""

    key: str
    label: Text
    since: date
    until: date | None
    schemes: tuple[Scheme, ...]

    def in_force(self, day: date) -> bool:
        """Whether it applies on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def scheme(self, level: str) -> Scheme | None:
        """Its committee of a level."""
        return next((scheme for scheme in self.schemes if scheme.level == level), None)


@dataclass(frozen=True)
class Function:
    """What an actor does for the bodies, task by task, in the order of the facts (P10.1) that say so.

    Each task: what it is, its fact, why the graph can show nothing of it ("": it can).
    """

    label: Text
    tasks: tuple[tuple[Text, str, Text], ...]


@dataclass(frozen=True)
class Change:
    """What one level gained and lost from a rule set to the next, where the two can be compared by their codes.

    `cadences`: formations of one type, before and after, with another number of meetings.
    """

    level: str
    before: Scheme
    after: Scheme
    presidents_gone: tuple[Party, ...]
    presidents_new: tuple[Party, ...]
    formations_gone: tuple[Body, ...]
    formations_new: tuple[Body, ...]
    cadences: tuple[tuple[Body, Body], ...]
    secretariat_gone: tuple[Party, ...]
    secretariat_new: tuple[Party, ...]


def read(graph: Queryable) -> tuple[RuleSet, ...]:
    """The rule sets of a published graph, the oldest first."""
    reference = _Reference(graph)
    return tuple(
        RuleSet(
            _notation(row["rule_set"]),
            Text(row["label_fr"], row["label_en"]),
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            tuple(reference.schemes(row["rule_set"])),
        )
        for row in _rows(graph, "governance/rule-sets")
    )


def functions(graph: Queryable) -> tuple[Function, ...]:
    """The functions of the operator and of the co-presidents, in the order of the document (P10.1 to P10.13)."""
    found: dict[Text, list[tuple[Text, str, Text]]] = {}
    rows = sorted(
        _rows(graph, "governance/functions"), key=lambda row: [int(part) for part in row["fact"][1:].split(".")]
    )
    for row in rows:
        tasks = found.setdefault(Text(row["function_fr"], row["function_en"]), [])
        no_trace = Text(row["no_trace_fr"], row["no_trace_en"])
        tasks.append((Text(row["label_fr"], row["label_en"]), row["fact"], no_trace))
    return tuple(Function(label, tuple(tasks)) for label, tasks in found.items())


def changes(before: RuleSet, after: RuleSet) -> list[Change]:
    """What changed at each level that both have, from the national one down."""
    pairs = ((before.scheme(level), after.scheme(level)) for level in LEVELS)
    return [_change(old, new) for old, new in pairs if old and new]


def _change(before: Scheme, after: Scheme) -> Change:
    led, leads = _parties(before.presidents), _parties(after.presidents)
    old = {body.type: body for body in before.formations}
    new = {body.type: body for body in after.formations}
    return Change(
        before.level,
        before,
        after,
        _without(led, leads),
        _without(leads, led),
        tuple(body for body in before.formations if body.type not in new),
        tuple(body for body in after.formations if body.type not in old),
        tuple(
            (old[kind], body)
            for kind, body in new.items()
            if kind in old and (old[kind].least, old[kind].most) != (body.least, body.most)
        ),
        _without(before.secretariat, after.secretariat),
        _without(after.secretariat, before.secretariat),
    )


def _parties(seats: Sequence[Seat]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(party for seat in seats for party in seat.parties))


def _without(those: Sequence[Party], others: Sequence[Party]) -> tuple[Party, ...]:
    return tuple(party for party in those if party not in others)


class _Reference:
    """The rows of the catalogue's questions on governance, by what they are about."""

    def __init__(self, graph: Queryable) -> None:
        self._graph = graph
        self._committees = list(_rows(graph, "governance/committees"))
        self._limits = list(_rows(graph, "governance/limits"))
        self._deliverables = list(_rows(graph, "governance/deliverables"))
        self._missions: dict[str, list[_Said]] = {}
        for row in _rows(graph, "governance/missions"):
            self._missions.setdefault(row["parent"], []).append(row)
        self._parties: dict[tuple[str, str], list[Party]] = {}
        for row in _rows(graph, "governance/parties"):
            party = Party(row["category"], Text(row["label_fr"], row["label_en"]))
            self._parties.setdefault((row["entry"], row["part"]), []).append(party)
        self._cited: dict[str, list[Cited]] = {}
        for row in _rows(graph, "governance/cited"):
            cited = Cited(
                row["identifier"],
                row["number"],
                Text(row["label_fr"], row["label_en"]),
                Text(row["says_fr"], row["says_en"]),
                row["page"],
            )
            self._cited.setdefault(row["entry"], []).append(cited)

    def schemes(self, rule_set: str) -> Iterable[Scheme]:
        """The committees of a rule set (an IRI), from the national level down."""
        parts: dict[str, list[_Said]] = {}
        for row in _rows(self._graph, "committees/expected", rule_set=rule_set):
            parts.setdefault(row["parent"], []).append(row)
        found = [row for row in self._committees if row["rule_set"] == rule_set]
        for row in sorted(found, key=lambda row: LEVELS.index(_notation(row["level"]))):
            yield self._scheme(row, parts)

    def _scheme(self, row: _Said, parts: Mapping[str, Sequence[_Said]]) -> Scheme:
        iri = row["committee"]
        inside = parts.get(iri, ())
        formations = [part for part in inside if part["kind"] == _FORMATION]
        return Scheme(
            _notation(row["rule_set"]),
            _notation(row["level"]),
            Text(row["label_fr"], row["label_en"]),
            row["purpose"],
            self._seats(inside, _SEAT),
            tuple(self._parties.get((iri, f"{DEF}secretariat"), ())),
            tuple(self._body(part, parts) for part in sorted(formations, key=lambda part: part["label_fr"])),
            tuple(
                self._body(part, parts)
                for part in sorted(inside, key=lambda part: int(part["rank"] or 0))
                if part["kind"] == _COLLEGE
            ),
            tuple(
                Limit(
                    Text(each["label_fr"], each["label_en"]),
                    _number(each["minimum"]),
                    _number(each["maximum"]),
                    self._sources(each["entry"]),
                )
                for each in self._limits
                if each["parent"] in {iri, *(part["expected"] for part in formations)}
            ),
            tuple(
                (Text(each["label_fr"], each["label_en"]), self._sources(each["entry"]))
                for each in self._deliverables
                if each["parent"] == iri
            ),
            self._missions_of(iri),
            self._sources(iri),
        )

    def _body(self, part: _Said, parts: Mapping[str, Sequence[_Said]]) -> Body:
        return Body(
            part["expected"],
            Text(part["label_fr"], part["label_en"]),
            _notation(part["formation_type"]) if part["formation_type"] else "",
            _number(part["seat_count"]),
            _number(part["votes"]),
            _number(part["least"]),
            _number(part["most"]),
            self._seats(parts.get(part["expected"], ()), _SEAT, _COLLEGE),
            self._missions_of(part["expected"]),
            self._sources(part["expected"]),
        )

    def _seats(self, parts: Sequence[_Said], *kinds: str) -> tuple[Seat, ...]:
        return tuple(
            Seat(
                part["expected"],
                Text(part["label_fr"], part["label_en"]),
                _notation(part["status"]) if part["status"] else "",
                _number(part["seat_count"]),
                _number(part["votes"]),
                tuple(self._parties.get((part["expected"], f"{DEF}acceptsCategory"), ())),
                self._sources(part["expected"]),
            )
            for part in sorted(parts, key=lambda part: int(part["rank"] or 0))
            if part["kind"] in kinds
        )

    def _missions_of(self, body: str) -> tuple[tuple[Text, tuple[Cited, ...]], ...]:
        found = [
            (Text(row["label_fr"], row["label_en"]), self._sources(row["entry"]))
            for row in self._missions.get(body, ())
        ]
        return tuple(sorted(found, key=lambda each: [cited.order for cited in each[1]]))

    def _sources(self, entry: str) -> tuple[Cited, ...]:
        return tuple(sorted(self._cited.get(entry, ()), key=lambda cited: cited.order))


def _notation(concept: str) -> str:
    return concept.rsplit("/", 1)[-1]


def _number(text: str) -> int | None:
    return int(text) if text else None


def _rows(graph: Queryable, name: str, **values: str) -> Iterable[_Said]:
    """The rows of a question of the catalogue by column, as text; "" where unbound."""
    columns = list(queries.load(name).columns)
    for row in graph.select(queries.text(name, **values)):
        yield {column: term.value if term is not None else "" for column, term in zip(columns, row, strict=True)}
