"""How long the site's pages take, and what they weigh: `FTGRAPH_STORE=var/demo python bench/pages.py [place…]`.

A real server over the store, asked by one client, page by page, without its entity tag: each answer is made anew. The
first answer of each page is told apart: it opens what later ones find open. Places: territories of that store; by
default those of the example. Pages of one thing (a committee, a contract, a roadmap, an actor) are the first that lists
lead to. Each answer is checked to be a page before it counts; the server's own processor time is told beside the clock.
A test holds the list to the routes: a page that is not asked for here fails it.
"""

import html
import http.client
import os
import re
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


PLAIN = (
    "/",
    "/manques",
    "/territoires",
    "/carte",
    "/carte?zoning=epci",
    "/gouvernance",
    "/gouvernance/sieges?who=CAF",
    "/pilotage",
    "/contrats",
    "/charte",
    "/feuilles-de-route",
    "/besoins",
    "/indicateurs",
    "/reseau",
    "/qualite",
    "/raisonnement",
    "/historique?de=departement:35",
    "/verifier",
    "/donnees",
    "/donnees/api",
    "/donnees/sparql",
    "/donnees/questions/territories/zones?zoning=arrondissement&day=2026-11-24",
    "/def.html",
    "/def/Committee.html",
    "/voc.html",
    "/voc/barrier.html",
    "/voc/barrier/mobilite.html",
    "/a-propos",
    "/a-propos/accessibilite",
    "/a-propos/faits",
    "/a-propos/faits/P8.17",
    "/a-propos/integrer",
    "/plan",
)
"""Pages that need no place."""
PLACED = (
    "/?text=pas+le+permis&territory={place}",
    "/?barrier=mobilite&public=jeunes&territory={place}",
    "/manques?territory={place}",
    "/territoires/{place}",
    "/carte?territory={place}&zoning=epci",
    "/contrats?territory={place}",
    "/indicateurs?territory={place}",
    "/reseau?territory={place}",
    "/qualite?kind=duplicate&territory={place}",
    "/embed?barrier=mobilite&territory={place}",
)
LISTED = (
    ("/gouvernance", "/comites/"),
    ("/contrats", "/contrats/"),
    ("/feuilles-de-route", "/feuilles-de-route?committee="),
    ("/reseau", "/reseau/"),
    ("/?territory=country:FR", "/solutions/"),
    ("/?territory=country:FR", "/structures/"),
    ("/?territory=country:FR", "/doc/"),
)
"""A list, and how the address of what it leads to begins; left out where the store has none."""


def paths(port: int, places: list[str]) -> list[str]:
    """The pages asked for."""
    placed = [path.format(place=quote(place, safe=":")) for place in places for path in PLACED]
    return [*PLAIN, *placed, *filter(None, (first(port, listing, start) for listing, start in LISTED))]


def first(port: int, listing: str, start: str) -> str:
    """The first link of a page that begins so; a structure and a thing are found from a solution's page."""
    body = fetch(port, listing)
    if start in ("/structures/", "/doc/"):
        body = fetch(port, first(port, listing, "/solutions/"))
    found = re.search(rf'href="({re.escape(start)}[^"#.]+)"', body)
    return html.unescape(found[1]) if found else ""


def fetch(port: int, path: str) -> str:
    """A page's text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Accept": "text/html"})
    text = connection.getresponse().read().decode()
    connection.close()
    return text


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


def processor(pid: int) -> float:
    """Seconds of processor that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
        print(f"{'page':60} {'first':>8} {'median':>8} {'p95':>8} {'processor':>9} {'kB sent':>8}   milliseconds")
        for path in paths(port, places):
            slowest, _ = ask(port, path)
            before = processor(server.pid)
            asked = [ask(port, path) for _ in range(ROUNDS)]
            worked = (processor(server.pid) - before) / ROUNDS * 1000
            times = sorted(seconds for seconds, _ in asked)
            every += times
            p95 = times[int(0.95 * len(times))]
            middle = statistics.median(times)
            kilobytes = asked[0][1] / 1000
            told = f"{slowest * 1000:8.0f} {middle * 1000:8.1f} {p95 * 1000:8.1f} {worked:9.1f} {kilobytes:8.1f}"
            print(f"{path[:60]:60} {told}", flush=True)
        every.sort()
        middle, p95 = statistics.median(every), every[int(0.95 * len(every))]
        print(f"all pages: median {middle * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms")
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
