"""Small SPARQL questions over HTTP beside `oxigraph serve` and `rdflib-endpoint`, same data, in turn, in one run.

    python bench/throughput.py STORE [--rdflib-endpoint PATH] [--seconds 5] [--rounds 3]

Prints a Markdown table. Needs `wrk`; `rdflib-endpoint` (PyPI, `rdflib-endpoint[cli]`) may live in an environment of its
own, as its versions of FastAPI are not ours. Every server's rows are checked before any is timed. Each request has a
number of its own at the end of the query, which none before it had, so that no answer is a kept one, but in the column
that says so.
"""

import argparse
import os
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyoxigraph as ox
from servers import BIN, Program, Running, ftgraph

from ftgraph import queries
from ftgraph.graph.store import Reader, open_store
from ftgraph.namespaces import ROOT, concept
from ftgraph.settings import Settings

CONNECTIONS = (1, 8, 32)
JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
_FAR = re.compile(r"/id/commune/(?!35\d)")
DEPARTEMENT = f"{ROOT}/id/departement/35"
NUMBERED = """
local asked = tonumber(os.getenv("FIRST"))
local target = os.getenv("TARGET")
request = function()
  asked = asked + 1
  return wrk.format("GET", target .. "%20%23" .. asked)
end
"""


@dataclass(frozen=True)
class Question:
    """A query and what its answer may hold. `rows`: how many it must; `among`: all that may be in it, sorted."""

    name: str
    text: str
    accept: str
    rows: int
    among: frozenset[str]

    def check(self, body: bytes, who: str) -> None:
        """Raise `RuntimeError` unless the answer has the right number of rows, each of them right."""
        if self.accept == TRIPLES:
            found = [str(quad.triple) for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]
        else:
            bindings = orjson.loads(body)["results"]["bindings"]
            found = [_row({name: value["value"] for name, value in each.items()}) for each in bindings]
        if len(found) != self.rows or not self.among.issuperset(found):
            raise RuntimeError(f"{who}: {self.name}: {len(found)} rows, {self.rows} expected")


def questions(reader: Reader) -> Sequence[Question]:
    """Four questions that clients ask, from the catalogue, with what this store answers."""
    page = _text("solutions/bare-page", territory=DEPARTEMENT, barrier=concept("barrier", "mobilite"))
    thing = _text("descriptions/outgoing", thing=[ox.NamedNode(f"{ROOT}/id/commune/35238")])
    said = frozenset(map(str, reader.construct(thing)))
    return (
        _rows(reader, "page of 20 solutions", page, page.replace("LIMIT 20", "")),
        _rows(reader, "zones of a zoning", _text("territories/zones", zoning="bassin", day="2026-11-24")),
        _rows(reader, "contracts in force", _text("contracts/in-force", day="2026-11-24")),
        Question("what is said of a commune", thing, TRIPLES, len(said), said),
    )


def _text(name: str, **values: Any) -> str:
    """A question with the prefixes it uses alone: rdflib forgets one of two that mean the same."""
    text = queries.text(name, **values)
    declared = re.findall(r"PREFIX\s+(\w+):", text)
    unused = [prefix for prefix in declared if len(re.findall(rf"\b{prefix}:", text)) == 1]
    return re.sub(rf"PREFIX\s+(?:{'|'.join(unused)}):\s*<[^>]*>\s*", "", text) if unused else text


def _rows(reader: Reader, name: str, text: str, wider: str = "") -> Question:
    answer = reader.select(text)
    columns = re.findall(r"\?(\w+)", text[text.index("SELECT") : text.index("WHERE")])
    count = sum(1 for _ in answer)
    every = reader.select(wider or text)
    among = frozenset(
        _row({column: value.value for column, value in zip(columns, row, strict=True) if value is not None})  # type: ignore[union-attr]
        for row in every
    )
    if not count:
        raise RuntimeError(f"{name}: this store has no answer")
    return Question(name, text, JSON, count, among)


def _row(values: Mapping[str, str]) -> str:
    return repr(sorted(values.items()))


@dataclass(frozen=True)
class Load:
    """Requests a second, and milliseconds of the server's processor each."""

    a_second: float
    processor_ms: float


def load(server: Running, question: Question, connections: int, seconds: int, *, kept: bool) -> Load:
    """What `wrk` gets in `seconds`. Raises `RuntimeError` when any answer is not 200."""
    target = server.target(question.text)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(NUMBERED)
        script.flush()
        numbered = () if kept else ("-s", script.name)
        address = f"http://127.0.0.1:{server.port}{target if kept else ''}"
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
        command += [*numbered, "-H", f"Accept: {question.accept}", address]
        told = {"TARGET": target, "FIRST": str(time.time_ns() // 1000 % 10**12)}  # none asks a million a second
        before = server.processor()
        done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"{server.program.name}: {done.stdout}")
    asked = int(re.search(r"(\d+) requests in", done.stdout)[1])  # type: ignore[index]
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])  # type: ignore[index]
    return Load(rate, (server.processor() - before) * 1000 / max(asked, 1))


def programs(settings: Settings, reader: Reader, endpoint: str, folder: Path) -> Sequence[Program]:
    """The three servers over one generation; the third one only where it is installed."""
    store = reader.attachments.parent / "store"
    oxigraph = (str(BIN / "oxigraph"), "serve-read-only", "--location", str(store))
    found = [
        ftgraph(settings.store),
        Program("oxigraph", (*oxigraph, "--union-default-graph", "--bind", "127.0.0.1:{port}"), "/query", {}),
    ]
    if endpoint:
        data = folder / "data.nq"
        with data.open("wb") as out:
            ox.serialize(_near(ox.Store.read_only(str(store))), out, format=ox.RdfFormat.N_QUADS)
        command = (endpoint, "serve", "--host", "127.0.0.1", "--port", "{port}", str(data))
        found.append(Program("rdflib-endpoint", command, "/", {}, start_s=900.0))
    return found


def _near(store: ox.Store) -> Iterator[ox.Quad]:
    """All quads but those of other départements' communes: the whole takes rdflib minutes to load. Less to look
    through can only make it faster.
    """
    for quad in store:
        if not any(_FAR.search(str(term)) for term in (quad.subject, quad.object)):
            yield quad


def compare(servers: Sequence[Running], asked: Sequence[Question], seconds: int, rounds: int) -> None:
    """Each question at each number of connections, the servers in turn; the middle one of `rounds`."""
    for question in asked:
        for server in servers:
            question.check(server.ask(question.text, question.accept), server.program.name)
    names = [server.program.name for server in servers]
    print("| question | connections | " + " | ".join([*names, "ftgraph, kept"]) + " | " + "ratios |")
    print("|---" * (len(names) + 4) + "|")
    for question in asked:
        for connections in CONNECTIONS:
            taken: dict[str, list[Load]] = {}
            for _ in range(rounds):
                for server in servers:
                    found = load(server, question, connections, seconds, kept=False)
                    taken.setdefault(server.program.name, []).append(found)
                taken.setdefault("kept", []).append(load(servers[0], question, connections, seconds, kept=True))
            print(f"| {question.name} | {connections} | {_told(taken)} |", flush=True)


def _told(taken: Mapping[str, Sequence[Load]]) -> str:
    rates = {name: statistics.median(each.a_second for each in loads) for name, loads in taken.items()}
    costs = {name: statistics.median(each.processor_ms for each in loads) for name, loads in taken.items()}
    cells = [f"{rates[name]:.0f}/s, {costs[name]:.2f} ms" for name in taken]
    others = [name for name in rates if name not in ("ftgraph", "kept")]
    ratios = [
        f"{rates['ftgraph'] / rates[name]:.2f} × {name}" if rates[name] else f"{name} answered none" for name in others
    ]
    ratios.append(f"kept {rates['kept'] / rates['oxigraph']:.2f} × oxigraph")
    return " | ".join([*cells, "; ".join(ratios)])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--rdflib-endpoint", default="")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    settings = Settings(store=given.store)
    with tempfile.TemporaryDirectory() as folder, open_store(settings).reader() as reader, ExitStack() as running:
        started = programs(settings, reader, given.rdflib_endpoint, Path(folder))
        servers = [running.enter_context(Running(each)) for each in started]
        compare(servers, questions(reader), given.seconds, given.rounds)


if __name__ == "__main__":
    main()
