"""How long the site's pages take, and what they weigh: `FTGRAPH_STORE=var/demo python bench/pages.py [place…]`.

A real server over the store, asked by one client, page by page, without its entity tag: each answer is made anew. The
first answer of each page is told apart: it opens what later ones find open. Places: territories of that store; by
default those of the example. Each answer is checked to be a page before it counts.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

PLACES = ("departement:35", "bassin:EX35-01", "commune:35238", "region:53")
ROUNDS = 30
FTGRAPH = str(Path(sys.executable).parent / "ftgraph")


def paths(places: list[str], solution: str) -> list[str]:
    """The pages asked for."""
    found = ["/", "/manques", "/territoires", "/gouvernance", "/verifier", "/donnees", "/a-propos", "/plan"]
    for place in places:
        found += [
            f"/?text=pas+le+permis&territory={place}",
            f"/?barrier=mobilite&public=jeunes&territory={place}",
            f"/manques?territory={place}",
            f"/territoires/{quote(place, safe=':')}",
            f"/embed?barrier=mobilite&territory={place}",
        ]
    return [*found, f"/solutions/{solution}"]


def ask(port: int, path: str) -> tuple[float, int]:
    """Seconds until the last byte, and the bytes sent, packed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - began
    connection.close()
    assert answer.status == 200, f"{path}: {answer.status} {body[:200]!r}"
    assert answer.headers["content-type"].startswith("text/html"), path
    return seconds, len(body)


def some_solution(port: int) -> str:
    """The identifier of one solution."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", "/api/v1/solutions?limit=1&format=json")

    rows = json.loads(connection.getresponse().read())["rows"]
    connection.close()
    return str(rows[0]["id"])


def main() -> None:
    """Print a line a page, then the worst of all."""
    places = sys.argv[1:] or list(PLACES)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**os.environ, "FTGRAPH_PORT": str(port), "FTGRAPH_LOG_LEVEL": "error"}
    server = subprocess.Popen([FTGRAPH, "serve"], env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/health/ready")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        every: list[float] = []
        print(f"{'page':60} {'first':>8} {'median':>8} {'p95':>8} {'kB sent':>8}   milliseconds")
        for path in paths(places, some_solution(port)):
            first, _ = ask(port, path)
            asked = [ask(port, path) for _ in range(ROUNDS)]
            times = sorted(seconds for seconds, _ in asked)
            every += times
            p95 = times[int(0.95 * len(times))]
            middle = statistics.median(times)
            kilobytes = asked[0][1] / 1000
            print(f"{path[:60]:60} {first * 1000:8.0f} {middle * 1000:8.1f} {p95 * 1000:8.1f} {kilobytes:8.1f}")
        every.sort()
        middle, p95 = statistics.median(every), every[int(0.95 * len(every))]
        print(f"all pages: median {middle * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms")
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
