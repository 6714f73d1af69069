"""The solutions API while eight clients send the worst queries known: its p99 beside its quiet one, in turn.

    python bench/attack.py STORE [--rounds 4] [--requests 250]

Each request asks something else, so that none is answered from what was kept. Prints both, their ratio, and what became
of the attackers' queries; fails when the server restarted or an answer was not right.
"""

import argparse
import collections
import http.client
import itertools
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlencode

import orjson
from servers import Running, ftgraph

ATTACKERS = 8
PAUSE_S = 0.01
ZONES = [f"bassin:EX35-{number:02}" for number in range(1, 9)] + ["departement:35"]
BARRIERS = ("mobilite", "sante", "numerique", "logement-hebergement", "famille", "se-former", "trouver-un-emploi")
WORDS = ("permis", "garde", "santé", "logement", "emploi", "aide", "atelier", "rennes", "jeunes", "voiture")
WORST = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT (" + "STR(" * 960 + "?a" + ")" * 960 + " AS ?b) WHERE { ?a ?p ?o }",
    "SELECT * WHERE { ?a " + "/".join(["<urn:p>"] * 2000) + " ?b }",
    "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<urn:x>)* ?b . ?c (!<urn:x>)* ?d }",
    "SELECT * WHERE { " + " . ".join(f"?a{n} ?p{n} ?a{n + 1}" for n in range(300)) + " }",
    "SELECT ?z WHERE { ?s ?p ?o . BIND(STR(?o) AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(35))
    + " BIND(?a35 AS ?z) }",
    "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?h ?a LIMIT 1",
    "SELECT * WHERE { ?s ?p ?o . ?t ?q ?r FILTER(REGEX(CONCAT(STR(?o), STR(?r)), '(a*)*(b|a+)*$x')) }",
    "ASK { ?a ?b " + "a.-" * 16_000,
    "ASK { ?a ?b " + "'\\" * 24_000,
)


def addresses() -> Iterator[str]:
    """Questions of the solutions API, no two alike."""
    for limit in itertools.count(20):
        for word, zone, barrier in itertools.product(WORDS, ZONES, BARRIERS):
            given = {"territory": zone, "barrier": barrier, "text": word, "limit": str(limit)}
            yield f"/api/v1/solutions?{urlencode(given)}"


def timed(port: int, asked: Sequence[str]) -> list[float]:
    """Milliseconds of each, one after another on one connection. Raises `RuntimeError` when one is not answered."""
    connection, taken = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for path in asked:
        time.sleep(PAUSE_S)
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        taken.append((time.perf_counter() - start) * 1000)
        if answer.status != 200 or "rows" not in orjson.loads(body):
            raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
    connection.close()
    return taken


def attack(port: int, first: int, ending: threading.Event, became: "collections.Counter[str]") -> None:
    """Send the worst queries one after another until `ending`."""
    for number in itertools.count(first):
        if ending.is_set():
            return
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        body = f"query={quote(WORST[number % len(WORST)] + f' #{number}')}"
        try:
            connection.request("POST", "/sparql", body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            answer.read()
            became[str(answer.status)] += 1
        except http.client.HTTPException:
            became["cut off"] += 1
        finally:
            connection.close()


def p99(taken: Sequence[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(taken, n=100)[98]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--requests", type=int, default=250)
    given = parser.parse_args()
    quiet: list[float] = []
    attacked: list[float] = []
    became: collections.Counter[str] = collections.Counter()
    asked = addresses()
    with Running(ftgraph(given.store, query_time_s="5")) as server:
        timed(server.port, [next(asked) for _ in range(len(ZONES) * len(BARRIERS) * 2)])
        for _ in range(given.rounds):
            quiet += timed(server.port, [next(asked) for _ in range(given.requests)])
            ending = threading.Event()
            clients = [
                threading.Thread(target=attack, args=(server.port, number, ending, became))
                for number in range(ATTACKERS)
            ]
            for each in clients:
                each.start()
            time.sleep(1)
            attacked += timed(server.port, [next(asked) for _ in range(given.requests)])
            ending.set()
            for each in clients:
                each.join()
        if server.process.poll() is not None:
            raise RuntimeError("the server ended")
    for name, taken in (("quiet", quiet), ("attacked", attacked)):
        print(f"{name}: p50 {statistics.median(taken):.1f} ms, p99 {p99(taken):.1f} ms, {len(taken)} requests")
    print(f"p99 ratio {p99(attacked) / p99(quiet):.2f}; the attackers' queries: {dict(became)}")


if __name__ == "__main__":
    main()
