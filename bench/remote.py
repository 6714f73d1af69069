"""The same questions asked of the embedded store and of remote ones, on the example: how many times longer they take.

    python bench/remote.py embedded=var/demo oxigraph=http://127.0.0.1:7878/query virtuoso=http://127.0.0.1:8890/sparql

The stores hold what `ftgraph demo` publishes (FTGRAPH_STORE=… ftgraph demo); servers are started by hand. Accounts come
from FTGRAPH_STORE_USER and FTGRAPH_STORE_PASSWORD. Rows are compared before anything is timed: a store that answers
otherwise than the first one is not measured. Times are of the clock, the least of several while they are short: a
question is not asked again once it has taken twenty seconds in all. It ends in less than fifteen minutes.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from ftgraph import queries, settings
from ftgraph.errors import QueryTimeout
from ftgraph.graph.store import Reader, open_store
from ftgraph.namespaces import ROOT, concept, graph
from ftgraph.publish.generation import publish
from ftgraph.settings import Settings

_TIMES = 4
_BUDGET_S = 20.0
_NOTE = graph(ROOT, "bench")


def questions(reader: Reader) -> dict[str, tuple[str, bool]]:
    """Name → SPARQL, and whether its rows are compared (a LIMIT without ORDER BY gives any of them)."""
    barrier = concept("barrier", "mobilite")
    zones = [row[0].value for row in reader.select(queries.text("index/zones")) if row[0] is not None]
    first = zones[0]
    return {
        "page of 20 of a zone, bare LIMIT": (
            queries.text("solutions/bare-page", territory=first, barrier=barrier),
            False,
        ),
        "all solutions of a barrier in a zone": (
            queries.text("solutions/matching", territory=first, barrier=barrier),
            True,
        ),
        "matrix of the zones by barrier": (queries.text("coverage/matrix", zone=zones, barrier=[barrier]), True),
        "committees": (queries.text("committees/list"), True),
        "all names of territories": (queries.text("index/territories"), True),
    }


def least(job: Callable[[], object], times: int = _TIMES, found: Sequence[float] = ()) -> float:
    """Seconds of the quickest run, those `found` before included."""
    every = list(found)
    while len(every) < times and sum(every) < _BUDGET_S:
        begun = time.perf_counter()
        job()
        every.append(time.perf_counter() - begun)
    return min(every)


def update(given: Settings) -> None:
    """One triple more, and a generation published."""
    text = f'INSERT DATA {{ GRAPH <{_NOTE}> {{ <urn:s> <urn:p> "{time.time_ns()}" }} }}'
    publish(open_store(given), given, "bench", lambda writer: writer.update(text))


def asked(reader: Reader, text: str) -> int:
    """How many rows a question has, all of them read."""
    return len(list(reader.select(text)))


def main() -> None:
    """Measure the stores named on the command line, the first of which is the measure."""
    told: dict[str, dict[str, float]] = {}
    rows: dict[str, list[str]] = {}
    names = [argument.partition("=")[0] for argument in sys.argv[1:]]
    for argument in sys.argv[1:]:
        name, _, store = argument.partition("=")
        given = replace(settings.load(), store=store)
        with open_store(given).reader() as reader:
            for question, (text, compared) in questions(reader).items():
                begun = time.perf_counter()
                try:
                    found = sorted(str(row) for row in reader.select(text))
                except QueryTimeout as late:
                    print(f"{name}: {question}: {late.en}")
                    continue
                first = time.perf_counter() - begun
                if compared and found != rows.setdefault(question, found):
                    print(f"{name}: {question}: {len(found)} rows, other than those of {names[0]}")
                    continue
                told.setdefault(question, {})[name] = least(partial(asked, reader, text), found=[first])
        begun = time.perf_counter()
        update(given)  # makes the index anew where there is none of the newest generation
        told.setdefault("the first small update", {})[name] = time.perf_counter() - begun
        told.setdefault("a small update, published", {})[name] = least(partial(update, given))
        publish(open_store(given), given, "bench", lambda writer: writer.drop_graph(_NOTE))
    for question, by_store in told.items():
        first = by_store.get(names[0], 0.0)
        cells = " | ".join(
            f"{by_store[name] * 1000:.1f} ms ({by_store[name] / first:.1f}×)" if name in by_store and first else "–"
            for name in names
        )
        print(f"| {question} | {cells} |")


if __name__ == "__main__":
    main()
