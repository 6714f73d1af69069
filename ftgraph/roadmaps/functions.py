"""Who exercises the operator’s support and the co-presidency in a committee, and what the graph shows of it.

Facts P3.16 and P10.1 to P10.13. A task without a trace is not a task undone: the graph has nothing on it.
"""

from dataclasses import dataclass
from datetime import date

from ftgraph.graph.store import Queryable
from ftgraph.roadmaps.committees import Body
from ftgraph.roadmaps.reading import day, rows
from ftgraph.wording import Text


@dataclass(frozen=True)
class Trace:
    """Something done: `what` ("" for a standing charge, as the secretariat), by whom, on which day where known.

    `exercised`: whether who did it exercises the function in this committee.
    """

    what: str
    by: tuple[str, ...]
    day: date | None
    exercised: bool


@dataclass(frozen=True)
class Task:
    """A task of a function, the fact that gives it, and what the graph shows of it on the day asked."""

    label: Text
    fact: str
    traces: tuple[Trace, ...]


@dataclass(frozen=True)
class Exercised:
    """A function in a committee: who exercises it (names; nobody: an empty tuple), and its tasks."""

    function: str
    label: Text
    by: tuple[str, ...]
    tasks: tuple[Task, ...]


def functions(graph: Queryable, body: Body, on: date) -> tuple[Exercised, ...]:
    """The two functions of the 2023 document in a committee on a day."""
    holders: dict[str, dict[str, str]] = {}
    for row in rows(graph, "roadmaps/holders-of-functions", committee=body.iri, day=on):
        holders.setdefault(row["function"], {}).setdefault(row["actor"], row["organisation"])
    done: dict[str, dict[tuple[str, str], dict[str, str]]] = {}
    for row in rows(graph, "roadmaps/traces-of-functions", committee=body.iri):
        moment = day(row["day"])
        if moment is None or moment <= on:
            what = done.setdefault(row["task"], {}).setdefault((row["what"], row["day"]), {})
            what.setdefault(row["actor"], row["organisation"])
    told: dict[str, list[dict[str, str]]] = {}
    for row in rows(graph, "governance/functions"):
        told.setdefault(row["function"], []).append(dict(row))
    found = []
    for function, tasks in sorted(told.items(), key=lambda each: _order(each[1][0]["fact"])):
        who = holders.get(function, {})
        listed = tuple(
            Task(
                Text(row["label_fr"], row["label_en"]),
                row["fact"],
                tuple(
                    Trace(what, tuple(by.values()), day(moment), exercised=bool(by.keys() & who.keys()))
                    for (what, moment), by in done.get(row["task"], {}).items()
                ),
            )
            for row in sorted(tasks, key=lambda row: _order(row["fact"]))
        )
        label = Text(tasks[0]["function_fr"], tasks[0]["function_en"])
        found.append(Exercised(function.rpartition("/")[2], label, tuple(who.values()), listed))
    return tuple(found)


def _order(fact: str) -> list[int]:
    """P10.2 comes before P10.10."""
    return [int(part) for part in fact.removeprefix("P").split(".") if part.isdigit()]
