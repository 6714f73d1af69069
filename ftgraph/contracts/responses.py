"""Responses to calls for projects or for interest: who answered which call, when, with what outcome (deck P8.24)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ftgraph import queries
from ftgraph.contracts.instruments import Instrument, instruments
from ftgraph.graph.store import Queryable
from ftgraph.naming import Named, Names, amount, day, last, text
from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

PENDING = Text("En cours d’examen", "Under examination")


@dataclass(frozen=True)
class Response:
    """A response as it stands on a day. `call_key`: the published call’s, "" when only its name is known.

    `outcome`: a notation of `response-outcome`, or "pending" until it is known. `granted`: in euros.
    """

    iri: str
    title: str
    call: Named
    call_key: str
    by: tuple[Named, ...]
    submitted_on: date | None
    outcome: str
    outcome_label: Text
    decided_on: date | None
    granted: float | None
    committee: str
    committee_label: str


def responses(graph: Queryable, on: date, *, area: str = "", call: str = "") -> tuple[Response, ...]:
    """The responses handed in until `on`, the last first. `area`: those to calls whose territory meets it (an IRI).

    `call`: those to that published call (an IRI).
    """
    found: dict[str, list[Any]] = {}
    for row in graph.select(queries.text("contracts/responses")):
        submitted = day(row[5])
        if submitted is None or submitted <= on:
            found.setdefault(text(row[0]), []).append(row)
    if not found:
        return ()
    calls = _Calls([each for each in instruments(graph, area=area) if each.is_call])
    names = Names(graph)
    names.learn(text(row[part]) for rows in found.values() for row in rows for part in (4, 6, 9))
    made = [_response(iri, rows, calls.meant(rows[0]), names, on) for iri, rows in found.items()]
    kept = [each for each in made if (not area or each.call_key) and (not call or each.call.iri == call)]
    return tuple(
        sorted(kept, key=lambda each: (-(each.submitted_on or date.min).toordinal(), fold_name(each.title), each.iri))
    )


class _Calls:
    """The published calls, by IRI and by title: the response of another committee only names its call."""

    def __init__(self, known: Sequence[Instrument]) -> None:
        self._by_iri: Mapping[str, Instrument] = {each.iri: each for each in known}
        self._by_title: dict[str, list[Instrument]] = {}
        for each in known:
            self._by_title.setdefault(fold_name(each.title), []).append(each)

    def meant(self, row: Any) -> Instrument | None:
        titled = self._by_title.get(fold_name(text(row[3])), [])
        return self._by_iri.get(text(row[2])) or (titled[0] if len(titled) == 1 else None)


def _response(iri: str, rows: Sequence[Any], call: Instrument | None, names: Names, on: date) -> Response:
    _, title, named, call_title, _, submitted, outcome, decided, granted, committee = rows[0]
    decided_on = day(decided)
    known = outcome is not None and (decided_on is None or decided_on <= on)
    actors = sorted({text(row[4]) for row in rows} - {""}, key=lambda each: fold_name(names.of(each).fr))
    return Response(
        iri=iri,
        title=text(title),
        call=Named(call.iri, Text(call.title)) if call else Named(text(named), Text(text(call_title))),
        call_key=call.key if call else "",
        by=tuple(names.named(each) for each in actors),
        submitted_on=day(submitted),
        outcome=last(text(outcome)) if known else "pending",
        outcome_label=names.of(text(outcome)) if known else PENDING,
        decided_on=decided_on if known else None,
        granted=amount(granted) if known else None,
        committee=text(committee),
        committee_label=names.of(text(committee)).fr if committee is not None else "",
    )
