"""The country's network: 483 committees, and the bodies that met before them. Writes a table in Markdown.

    python bench/network.py [--seed S] [--regions R --departements D --locals L]

The committees are those of `bench/committees.py`, under the law; before them, seven bodies a region and seven a
département, whose members are drawn from the actors of the committee that replaced them. Each question is asked of the
whole country, then of one département; the best of several runs, by the clock.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "committees"))

import pyoxigraph as ox
from country import NATIONAL, Country, country  # beside the tests, which use it small

from ftgraph import assets, queries
from ftgraph.committees.file_graph import FileGraph
from ftgraph.exports.formats import JSON
from ftgraph.exports.network import documents, drawing, graph_files
from ftgraph.exports.network.grids import say_in
from ftgraph.graph.ntriples import literal
from ftgraph.namespaces import DEF, PREFIXES, concept
from ftgraph.network import before_after, leaving, merging, reading, silos, standing
from ftgraph.network.records import Network
from ftgraph.sources import territories
from ftgraph.validation import engines, rulesets

BODIES = 7
FIELDS = ("emploi", "insertion", "formation", "handicap", "orientation", "mobilité")
T = TypeVar("T")
TYPE = f"<{PREFIXES['rdf']}type>"


def legacy(made: Country, draw: random.Random) -> Iterator[str]:
    """The bodies of before: N-Triples lines."""
    for committee in made.committees:
        level = committee.model.partition("-")[0]
        if level not in ("reg", "dep"):
            continue
        actors = sorted({line.rsplit(" ", 2)[1] for line in committee.lines if f" <{DEF}represents> " in line})
        (territory,) = {line.rsplit(" ", 2)[1] for line in committee.lines if _is_of(line, committee.iri("comite"))}
        for number in range(BODIES):
            body = f"<https://w3id.org/ftgraph/id/legacy-body/{committee.key}/{number}>"
            yield f"{body} {TYPE} <{DEF}LegacyBody> .\n"
            yield f"{body} <{PREFIXES['skos']}prefLabel> {literal(f'Instance {number} de {committee.key}', 'fr')} .\n"
            yield f"{body} <{DEF}territory> {territory} .\n"
            yield f"{body} <{DEF}minMeetingsPerYear> {literal(draw.randint(2, 11))} .\n"
            field = f"<https://w3id.org/ftgraph/id/topic/bench/{number % len(FIELDS)}>"
            yield f"{body} <{DEF}policyField> {field} .\n"
            yield f"{field} <{PREFIXES['rdfs']}label> {literal(FIELDS[number % len(FIELDS)], 'fr')} .\n"
            if number:
                change = f"<https://w3id.org/ftgraph/id/body-change/{committee.key}/{number}>"
                yield f"{change} <{DEF}originalBody> {body} .\n"
                yield f"{change} <{DEF}resultingBody> <{committee.iri('comite')}> .\n"
            for rank, actor in enumerate(draw.sample(actors, min(len(actors), draw.randint(4, 12)))):
                member = f"<https://w3id.org/ftgraph/id/membership/{committee.key}/{number}-{rank}>"
                yield f"{member} <{PREFIXES['org']}organization> {body} .\n"
                yield f"{member} <{DEF}represents> {actor} .\n"
                role = concept("role", "member" if rank else "presidency")
                yield f"{member} <{PREFIXES['org']}role> <{role}> .\n"


def _is_of(line: str, committee: str) -> bool:
    return line.startswith(f"<{committee}> <{DEF}territory> ")


def graph_of(made: Country, seed: int) -> FileGraph:
    """The country with its bodies of before, the vocabularies, the rule sets and the derived relations."""
    lines = "".join(legacy(made, random.Random(seed)))
    store = engines.loaded(made.data(), rulesets.reference(), lines)
    for path in sorted((assets.ontology() / "vocabularies").glob("*.ttl")):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    graph = FileGraph(store)
    derived = [ox.Quad(*triple) for triple in graph.construct(queries.text("derive/contains-commune"))]
    store.bulk_extend(derived)
    return graph


def best(job: Callable[[], T], times: int = 3) -> tuple[float, T]:
    """Seconds by the clock, the least of several runs, and what the job gives."""
    found, seconds = job(), float("inf")
    for _ in range(times):
        began = time.perf_counter()
        found = job()
        seconds = min(seconds, time.perf_counter() - began)
    return seconds, found


def ask(network: Network) -> Iterator[tuple[str, float, str]]:
    """Each question: its name, seconds, what it found in short."""
    say = say_in("fr")
    seconds, changes = best(lambda: before_after.before_after(network))
    yield "before-after, seats", seconds, f"{changes.before.bodies} bodies → {changes.after.committees} committees"
    seconds, merges = best(lambda: merging.merging(network))
    yield "merge", seconds, f"{len(merges.now)} proposals, {len(merges.pairs_then)} pairs told"
    seconds, shape = best(lambda: standing.shape(network.after), 1)
    yield "actors (after)", seconds, f"{shape.actors} actors, {len(shape.circles)} circles, estimated {shape.estimated}"
    seconds, apart = best(lambda: silos.silos(network))
    yield "silos", seconds, f"{apart.after.never} pairs never meet"
    busiest = changes.seats[0].actor.key
    seconds, gone = best(lambda: leaving.one_actor(network, busiest))
    yield "without (the busiest)", seconds, f"{len(gone.after)} bodies left"
    seconds, body = best(lambda: drawing.svg(network, say))
    yield "export svg", seconds, f"{len(body) // 1000} kB"
    seconds, data = best(lambda: graph_files.graphml(network), 1)
    yield "export graphml", seconds, f"{len(data) // 1000} kB"
    seconds, data = best(lambda: graph_files.gexf(network), 1)
    yield "export gexf", seconds, f"{len(data) // 1000} kB"
    document = documents.SilosDocument(1, network.day, network.area, apart)
    seconds, data = best(lambda: documents.render(JSON, document, []))
    yield "silos as JSON", seconds, f"{len(data) // 1000} kB"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20241)
    for name, size in zip(("regions", "departements", "locals"), NATIONAL, strict=True):
        parser.add_argument(f"--{name}", type=int, default=size)
    asked = parser.parse_args()
    sizes = (asked.regions, asked.departements, asked.locals)
    made = country(asked.seed, territories.load(), sizes, rulesets.LABOUR_CODE)
    graph = graph_of(made, asked.seed)
    seconds, network = best(lambda: reading.load(graph, made.day), 1)
    print(f"{len(made.committees)} committees, {len(network.before.bodies)} bodies before,", end=" ")
    print(f"{len(network.actors)} actors, {len(network.after.sittings)} places after\n")
    departement = next(body.territory for body in network.after.bodies if body.level == "DEP")
    part_seconds, part = best(lambda: reading.within(network, graph, departement))
    print("| question | country | one département | |\n|---|---|---|---|")
    print(f"| reading the network | {seconds:.2f} s | {part_seconds * 1000:.0f} ms | once a generation and day |")
    for (name, whole, found), (_, one, _) in zip(ask(network), ask(part), strict=True):
        print(f"| {name} | {whole:.2f} s | {one * 1000:.0f} ms | {found} |")


if __name__ == "__main__":
    main()
