"""What a rule set expects of a committee, as lines for a workbook: formations, seats, colleges (`data/reference/`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ftgraph import assets
from ftgraph.errors import UsageError
from ftgraph.namespaces import DEF, PREFIXES, concept
from ftgraph.wording import Text

_LABEL = f"{PREFIXES['rdfs']}label"
_TYPE = f"{PREFIXES['rdf']}type"
_MOST_SEATS = 60  # of one entry of a list: a slip in the data must not fill a workbook


@dataclass(frozen=True)
class ExpectedFormation:
    """A formation: its name and the notation of its type."""

    label: Text
    type: str


@dataclass(frozen=True)
class ExpectedSeat:
    """A seat: what it is, the formations it is in (none: the committee), who may hold it, its college and votes.

    `status` and `categories` are notations; `role` too. `votes`: None where the text fixes none.
    """

    label: Text
    formations: tuple[str, ...]
    status: str
    role: str
    categories: tuple[str, ...]
    college: str = ""
    votes: int | None = None


@dataclass(frozen=True)
class ExpectedCommittee:
    """A committee of one level under one rule set."""

    label: Text
    level: str
    rule_set: str
    formations: tuple[ExpectedFormation, ...]
    seats: tuple[ExpectedSeat, ...]


class _Scheme:
    """The target schemes, by subject."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._about: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        for path in paths:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                    about = self._about.setdefault(quad.subject.value, {})
                    about.setdefault(quad.predicate.value, []).append(quad.object)

    def values(self, subject: str, name: str) -> list[str]:
        """The values of `ft:<name>`."""
        return [value.value for value in self._about[subject].get(f"{DEF}{name}", [])]

    def notations(self, subject: str, name: str) -> tuple[str, ...]:
        """The same, of concepts: what follows their scheme."""
        return tuple(value.rsplit("/", 1)[-1] for value in self.values(subject, name))

    def number(self, subject: str, name: str) -> int | None:
        """The first value as a number."""
        values = self.values(subject, name)
        return int(values[0]) if values else None

    def label(self, subject: str) -> Text:
        """`rdfs:label` in both languages."""
        labels = {
            label.language: label.value
            for label in self._about[subject].get(_LABEL, [])
            if isinstance(label, ox.Literal)
        }
        return Text(labels.get("fr", ""), labels.get("en", ""))

    def of(self, kind: str, **values: str) -> list[str]:
        """The subjects of class `ft:<kind>` that have these values, by rank then as written."""
        found = [
            subject
            for subject, about in self._about.items()
            if ox.NamedNode(f"{DEF}{kind}") in about.get(_TYPE, [])
            and all(value in self.values(subject, name) for name, value in values.items())
        ]
        return sorted(found, key=lambda subject: self.number(subject, "rank") or 0)


def read_expected(level: str, rule_set: str, folder: Path | None = None) -> ExpectedCommittee:
    """What `rule_set` (a notation) expects of a committee of `level`. Raises `UsageError` when it has none such."""
    files = sorted((folder or assets.data() / "reference").glob("*.ttl"))
    scheme = _Scheme(path for path in files if path.stem not in ("facts", "articles"))
    found = scheme.of(
        "ExpectedCommittee", level=concept("committee-level", level), ruleIn=concept("rule-set", rule_set)
    )
    if not found:
        raise UsageError(
            f"Le référentiel «\u202f{rule_set}\u202f» n’attend pas de comité de niveau «\u202f{level}\u202f».",
            f"The rule set “{rule_set}” expects no committee of level “{level}”.",
            cure="Choisissez NAT, REG, DEP ou LOC, et prefiguration-2023 ou code-du-travail.",
            cure_en="Choose NAT, REG, DEP or LOC, and prefiguration-2023 or code-du-travail.",
        )
    committee = found[0]
    formations = {
        each: ExpectedFormation(scheme.label(each), scheme.notations(each, "formationType")[0])
        for each in scheme.of("ExpectedFormation", expectedIn=committee)
        if scheme.notations(each, "formationType")
    }

    def also(entry: str) -> str:
        """The formation in which those of an entry sit too."""
        return next(
            (known.label.fr for each, known in formations.items() if each in scheme.values(entry, "alsoIn")), ""
        )

    seats: list[ExpectedSeat] = []
    for each in scheme.of("ExpectedSeat", expectedIn=committee):
        seats.extend(_seats(scheme, each, level=level, formation=also(each)))
    for formation, known in formations.items():
        for each in scheme.of("ExpectedSeat", expectedIn=formation):
            seats.extend(_seats(scheme, each, formation=known.label.fr))
    for college in scheme.of("ExpectedCollege", expectedIn=committee):
        name = _college(scheme, college)
        for each in scheme.of("ExpectedSeat", expectedIn=college) or [college]:
            seats.extend(_seats(scheme, each, formation=also(college), college=name))
    return ExpectedCommittee(
        scheme.label(committee), level, rule_set, tuple(formations.values()), tuple(_merged(seats))
    )


def _college(scheme: _Scheme, college: str) -> str:
    """« 5 – Organisations syndicales… »: the rank first, which is what a reader goes by."""
    rank, label = scheme.number(college, "rank"), scheme.label(college).fr
    name = label.split("°", maxsplit=1)[-1].strip() if "°" in label else label
    return f"{rank} – {name}"


def _seats(
    scheme: _Scheme, entry: str, *, level: str = "", formation: str = "", college: str = ""
) -> list[ExpectedSeat]:
    """An entry's seats, as many as it counts. `level`: given for a presidency, which is expected in the committee."""
    count = min(scheme.number(entry, "seatCount") or 1, _MOST_SEATS)
    presidency = "presidency" if level == "NAT" else "co-presidency"
    label = scheme.label(entry)
    texts = (
        [label]
        if count == 1
        else [Text(f"{label.fr} ({n}/{count})", f"{label.en} ({n}/{count})") for n in range(1, count + 1)]
    )
    votes = scheme.number(entry, "votes")
    return [
        ExpectedSeat(
            Text(text.fr.split("°", maxsplit=1)[-1].strip(), text.en.split("°", maxsplit=1)[-1].strip()),
            (formation,) if formation else (),
            (*scheme.notations(entry, "seatStatus"), "mandatory")[0],
            presidency if level else "member",
            scheme.notations(entry, "acceptsCategory"),
            college,
            # A college's votes are those of its seats together: only a zero is each one's.
            votes if count == 1 or votes == 0 else None,
        )
        for text in texts
    ]


def _merged(seats: Sequence[ExpectedSeat]) -> list[ExpectedSeat]:
    """One line for a seat that several formations, or the presidency and a formation, expect of the same categories."""
    found: dict[tuple[object, ...], ExpectedSeat] = {}
    for number, seat in enumerate(seats):
        key: tuple[object, ...] = (seat.categories, seat.status) if seat.categories and not seat.college else (number,)
        first = found.get(key)
        if first is None or set(first.formations) & set(seat.formations):
            found[key if first is None else (*key, number)] = seat
            continue
        found[key] = ExpectedSeat(
            first.label,
            (*first.formations, *seat.formations),
            first.status,
            first.role,
            first.categories,
            first.college,
            first.votes,
        )
    return list(found.values())
