"""Who exercises the operator’s support and the co-presidency in a committee, and what the graph shows of it.

Facts P3.16 and P10.1 to P10.13. A task has a query file of its name, or a reason why the graph can show nothing of it;
one without a trace is not a task undone: the graph has nothing on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ftgraph import queries
from ftgraph.graph.store import Queryable
from ftgraph.roadmaps.committees import Body
from ftgraph.roadmaps.reading import day, notation, rows
from ftgraph.wording import Text

KINDS: Mapping[str, Text] = {
    "document": Text("Document", "Document"),
    "validation": Text("Validation", "Validation"),
    "convocation": Text("Convocation", "Convocation"),
    "conference": Text("Conférence des financeurs", "Funders’ conference"),
    "meeting": Text("Réunion", "Meeting"),
    "secretariat": Text("Secrétariat", "Secretariat"),
    "joint-action": Text("Action menée à plusieurs", "Action led by several"),
    "joint-response": Text("Réponse commune à un appel", "Joint response to a call"),
    "practice-collected": Text("Pratique recueillie", "Practice collected"),
    "practice-spread": Text("Pratique essaimée", "Practice spread"),
    "contract": Text("Contrat signé", "Contract signed"),
    "review": Text("Revue de projet", "Project review"),
    "finding": Text("Constat sur un engagement", "Finding on a commitment"),
    "indicator": Text("Indicateur suivi", "Indicator followed"),
}


@dataclass(frozen=True)
class Trace:
    """Something done: its kind, `what` ("" where the kind says it all), by whom, on which day where known.

    `by`: nobody where the graph only knows that the committee did it. `exercised`: whether who did it exercises the
    function in this committee.
    """

    kind: Text
    what: Text
    by: tuple[str, ...]
    day: date | None
    exercised: bool

    @property
    def said(self) -> Text:
        """« Pratique recueillie : la navette »."""
        if not self.what.fr:
            return self.kind
        return Text(f"{self.kind.fr}\u202f: {self.what.fr}", f"{self.kind.say('en')}: {self.what.say('en')}")


@dataclass(frozen=True)
class Task:
    """A task of a function, the fact that gives it, and what the graph shows of it on the day asked.

    `no_trace`: why the graph can show nothing of it; "" where it can.
    """

    label: Text
    fact: str
    no_trace: Text
    traces: tuple[Trace, ...]


@dataclass(frozen=True)
class Exercised:
    """A function in a committee: who exercises it (names; nobody: an empty tuple), and its tasks."""

    function: str
    label: Text
    by: tuple[str, ...]
    tasks: tuple[Task, ...]


def functions(graph: Queryable, body: Body, on: date) -> tuple[Exercised, ...]:
    """The two functions of the 2023 document in a committee on a day, all their tasks in the document’s order."""
    holders: dict[str, dict[str, str]] = {}
    for row in rows(graph, "roadmaps/holders-of-functions", committee=body.iri, day=on):
        holders.setdefault(row["function"], {}).setdefault(row["actor"], row["organisation"])
    told: dict[str, list[dict[str, str]]] = {}
    for row in rows(graph, "governance/functions"):
        told.setdefault(row["function"], []).append(dict(row))
    # A graph published before this version may not say which tasks leave no trace.
    asked = {path.stem for path in queries.files("functions")}
    found = []
    for function, tasks in sorted(told.items(), key=lambda each: _order(each[1][0]["fact"])):
        who = holders.get(function, {})
        listed = tuple(
            Task(
                Text(row["label_fr"], row["label_en"]),
                row["fact"],
                Text(row["no_trace_fr"], row["no_trace_en"]),
                _traces(graph, body, on, notation(row["task"]), who) if notation(row["task"]) in asked else (),
            )
            for row in sorted(tasks, key=lambda row: _order(row["fact"]))
        )
        label = Text(tasks[0]["function_fr"], tasks[0]["function_en"])
        found.append(Exercised(notation(function), label, tuple(who.values()), listed))
    return tuple(found)


def _traces(graph: Queryable, body: Body, on: date, task: str, holders: Mapping[str, str]) -> tuple[Trace, ...]:
    """What was done of a task until `on`: one trace a thing and a day, whoever did it together."""
    done: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in rows(graph, f"functions/{task}", committee=body.iri):
        moment = day(row["day"])
        if moment is None or moment <= on:
            by = done.setdefault((row["kind"], row["what"], row["day"]), {})
            if row["actor"]:
                by.setdefault(row["actor"], row["organisation"])
    return tuple(
        Trace(
            KINDS[kind],
            _present(what) if kind == "meeting" and what else Text(what),
            tuple(by.values()),
            day(moment),
            exercised=not by or bool(by.keys() & holders.keys()),
        )
        for (kind, what, moment), by in done.items()
    )


def _present(number: str) -> Text:
    many = "s" if int(number) > 1 else ""
    return Text(f"{number} membre{many} présent{many}", f"{number} member{many} present")


def _order(fact: str) -> list[int]:
    """P10.2 comes before P10.10."""
    return [int(part) for part in fact.removeprefix("P").split(".") if part.isdigit()]
