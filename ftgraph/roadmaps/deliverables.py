"""Deliverables, by committee and year: due is what the rule set expects, done what the graph shows.

The 2023 document and the law give a year, never a day: what is expected in a year is due until its 31 December and late
from the next day. A committee may announce a day of its own (`due_on`): past it, what is not made is late.
Facts P8.14, P8.16, P8.23, P9.2, P9.5, P9.6, P9.9; article R. 5311-45.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ftgraph.graph.store import Queryable
from ftgraph.namespaces import DEF
from ftgraph.roadmaps.committees import Bodies, Body
from ftgraph.roadmaps.reading import Names, day, notation, rows
from ftgraph.wording import Text

State = Literal["done", "due", "late"]
_CONTRACT = f"{DEF}Contract"


@dataclass(frozen=True)
class Product:
    """What a committee (an IRI) has made or announced. `kind`: its class’s IRI; `type`: a concept’s, "" if unsaid."""

    committee: str
    iri: str
    kind: str
    title: str
    type: str
    year: int | None
    made_on: date | None
    valid_from: date | None
    valid_until: date | None
    due_on: date | None
    producer: str


@dataclass(frozen=True)
class Deliverable:
    """A line of what a committee (its key) owes for a year. `year`: None for what is due once and for all.

    `expected`: by its rule set, which `said_by` cites (facts, articles); else the committee itself made or announced
    it. `titles`: what meets it; `made_on`: the first day of it, None where undated or not made.
    """

    committee: str
    committee_label: str
    level: str
    year: int | None
    label: Text
    expected: bool
    said_by: tuple[str, ...]
    state: State
    titles: tuple[str, ...]
    made_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class _Expected:
    label: Text
    types: frozenset[str]
    once: bool
    said_by: tuple[str, ...]


def products(graph: Queryable, committees: Sequence[str]) -> list[Product]:
    """What committees (IRIs) have made or announced, each once, by committee and IRI."""
    found: dict[tuple[str, str], Product] = {}
    for row in rows(graph, "roadmaps/deliverables", committee=list(committees)):
        product = Product(
            row["committee"],
            row["deliverable"],
            row["class"],
            row["title"],
            row["type"],
            int(row["year"][:4]) if row["year"][:4].isdigit() else None,
            day(row["date"]),
            day(row["valid_from"]),
            day(row["valid_until"]),
            day(row["due_on"]),
            row["producer"],
        )
        found.setdefault((product.committee, product.iri), product)
    return list(found.values())


def deliverables(
    graph: Queryable, on: date, committees: Sequence[Body] | None = None, year: int | None = None
) -> tuple[Deliverable, ...]:
    """What committees (all published ones by default) owed and made until `on`, by committee, then year, newest first.

    `year`: that year’s only. Years run from the committee’s installation, within the rule set’s own validity.
    """
    bodies = Bodies(graph, on).published if committees is None else committees
    made = products(graph, [body.iri for body in bodies])
    expected = _expected(graph)
    periods = {
        notation(row["rule_set"]): (day(row["valid_from"]), day(row["valid_until"]))
        for row in rows(graph, "governance/rule-sets")
    }
    types = Names(graph, {product.type for product in made})
    lines: list[Deliverable] = []
    for body in bodies:
        own = [product for product in made if product.committee == body.iri]
        wanted = expected.get((body.rule_set, body.level), [])
        used: set[str] = set()
        mine: list[Deliverable] = []
        for each in wanted:
            mine.extend(_owed(body, each, own, on, periods.get(body.rule_set, (None, None)), used))
        mine.extend(_others(body, own, used, types, on))
        lines.extend(sorted(mine, key=lambda each: (-(each.year or 0), not each.expected, each.label.fr, each.titles)))
    return tuple(each for each in lines if year is None or each.year == year)


def _expected(graph: Queryable) -> dict[tuple[str, str], list[_Expected]]:
    entries: dict[str, list[dict[str, str]]] = {}
    for row in rows(graph, "roadmaps/expected"):
        entries.setdefault(row["entry"], []).append(dict(row))
    found: dict[tuple[str, str], list[_Expected]] = {}
    for said in entries.values():
        first = said[0]
        cited = tuple(dict.fromkeys(row["said_by"] for row in said if row["said_by"]))
        kinds = frozenset(row["type"] for row in said)
        once = first["once"] in ("true", "1")
        place = notation(first["rule_set"]), notation(first["level"])
        found.setdefault(place, []).append(_Expected(Text(first["label_fr"], first["label_en"]), kinds, once, cited))
    return found


def _owed(
    body: Body,
    wanted: _Expected,
    own: Sequence[Product],
    on: date,
    period: tuple[date | None, date | None],
    used: set[str],
) -> Iterator[Deliverable]:
    fitting = [product for product in own if product.type in wanted.types]
    years = [None] if wanted.once else list(_years(body, on, period))
    for year in years:
        met = [product for product in fitting if year is None or _is_for(product, year)]
        used.update(product.iri for product in met)
        yield _line(body, wanted.label, year, met, on, said_by=wanted.said_by, expected=True)


def _years(body: Body, on: date, period: tuple[date | None, date | None]) -> Iterator[int]:
    since = [each for each in (body.installed_on, period[0]) if each]
    until = [each for each in (body.until, period[1], on) if each]
    if since:
        yield from range(max(since).year, min(until).year + 1)


def _is_for(product: Product, year: int) -> bool:
    """Whether it is for that year: its stated one, else those it holds for, else its day’s; undated, for any."""
    if product.year:
        return product.year == year
    if product.valid_from or product.valid_until:
        first, last = product.valid_from or date.min, product.valid_until or date.max
        return first.year <= year <= last.year
    return product.made_on is None or product.made_on.year == year


def _others(body: Body, own: Sequence[Product], used: set[str], types: Names, on: date) -> Iterator[Deliverable]:
    """What the committee has made or announced beyond what its rule set expects."""
    for product in own:
        if product.iri in used or product.kind == _CONTRACT:
            continue
        moment = product.made_on or product.valid_from or product.due_on
        year = product.year or (moment.year if moment else None)
        label = types.of(product.type) if product.type else Text(product.title, product.title)
        if product.made_on and product.made_on > on:
            continue
        yield _line(body, label, year, [product], on, said_by=(), expected=False)


def _line(
    body: Body,
    label: Text,
    year: int | None,
    met: Sequence[Product],
    on: date,
    *,
    said_by: tuple[str, ...],
    expected: bool,
) -> Deliverable:
    made = [product for product in met if _is_made(product, on)]
    days = sorted(product.made_on for product in made if product.made_on)
    due = min((product.due_on for product in met if product.due_on), default=None)
    over = due < on if due else expected and year is not None and year < on.year
    titles = (product.title for product in (made or met) if product.title)
    return Deliverable(
        committee=body.key,
        committee_label=body.label,
        level=body.level,
        year=year,
        label=label,
        expected=expected,
        said_by=said_by,
        state="done" if made else "late" if over else "due",
        titles=tuple(titles),
        made_on=days[0] if days else None,
        due_on=due,
    )


def _is_made(product: Product, on: date) -> bool:
    """Whether it existed on that day: dated until then, or, undated, not merely announced for a day."""
    return product.made_on <= on if product.made_on else product.due_on is None
