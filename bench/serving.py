"""What an answer costs over HTTP: requests a second and latencies at 8 connections, on a store that exists.

    python bench/serving.py STORE [--requests N]

Pages of 20 with total and facets, as JSON: each département asked for in turn with each of some barriers. Four passes,
each timed apart: questions in territories nobody asked about yet, with every answer checked, from the first second of
the server on, while it prepares what it prepares by itself; the same in other territories, once that is done; questions
never asked before in those that are known; and questions asked again, which the server keeps the answers of. Then the
barrier × arrondissement matrix of the country, over one connection: the first time, the second, and the median of those
after.
"""

import argparse
import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

CONNECTIONS = 8
MATRIX = "/api/v1/coverage?territory=country:FR&zoning=arrondissement"
PASSES = (
    "questions in new territories, from the first second on",
    "questions in other new territories",
    "new questions in known ones",
    "questions asked again",
)
BARRIERS = ("mobilite", "sante", "numerique", "logement-hebergement")
PUBLICS = ("jeunes", "femmes", "seniors", "etudiants", "familles", "beneficiaires-des-minimas-sociaux")
PLACES = tuple(f"departement:{code:02}" for code in range(21, 61))
OTHERS = tuple(f"departement:{code:02}" for code in (*range(1, 20), *range(61, 82)))
_START_S = 60.0
_AT_REST_S = 0.05
"""Seconds of processor within one: below, a server does nothing."""


@dataclass(frozen=True)
class Latencies:
    """Milliseconds of each request, seconds that all took together, and seconds of processor that the server took."""

    milliseconds: Sequence[float]
    seconds: float
    processor: float

    def told(self) -> str:
        """p50, p99, requests a second, and what one costs the server's processor: that alone stands a busy machine."""
        cuts = statistics.quantiles(self.milliseconds, n=100)
        asked = len(self.milliseconds)
        cost = self.processor / asked * 1000
        return (
            f"p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, {asked / self.seconds:.0f} requests/s, "
            f"{cost:.2f} ms of processor each"
        )


def measure(store: str, requests: int) -> tuple[Latencies, ...]:
    """The passes over a server just started, in the order of `PASSES`; `requests` are asked again."""
    port = _free_port()
    environment = {**os.environ, "FTGRAPH_STORE": store, "FTGRAPH_PORT": str(port), "FTGRAPH_LOG_LEVEL": "warning"}
    server = subprocess.Popen([str(Path(sys.executable).parent / "ftgraph"), "serve"], env=environment)
    try:
        _wait(port)
        paths, others = (
            [f"/api/v1/solutions?barrier={b}&territory={p}" for p in places for b in BARRIERS]
            for places in (PLACES, OTHERS)
        )
        first = _timed(server, port, paths, check=True)
        _settle(server.pid)
        elsewhere = _timed(server, port, others, check=True)
        new = _timed(server, port, [f"{path}&public={public}" for public in PUBLICS for path in paths])
        again = _timed(server, port, [paths[n % len(paths)] for n in range(requests)])
        taken = asyncio.run(_ask(port, [MATRIX] * 30, connections=1))
        print(f"national matrix: {taken[0]:.0f} ms, {taken[1]:.1f} ms, then {statistics.median(taken[2:]):.1f} ms")
        print(_memory(server.pid), "MB of memory")
        return first, elsewhere, new, again
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(port: int) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not start")


def _settle(process: int) -> None:
    """Wait until a server has prepared what it prepares by itself: it is asked nothing, and takes no processor."""
    before = -1.0
    while (now := _processor(process)) - before > _AT_REST_S:
        before = now
        time.sleep(1)


def _timed(server: subprocess.Popen[bytes], port: int, paths: Sequence[str], *, check: bool = False) -> Latencies:
    start, processor = time.perf_counter(), _processor(server.pid)
    taken = asyncio.run(_ask(port, paths, check=check))
    return Latencies(taken, time.perf_counter() - start, _processor(server.pid) - processor)


def _processor(process: int) -> float:
    """Seconds of processor that a process has taken (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> int:
    """Megabytes that a process has taken at most (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


async def _ask(
    port: int, paths: Sequence[str], *, check: bool = False, connections: int = CONNECTIONS
) -> Sequence[float]:
    """Ask all paths over kept connections, each in turn taking the next one."""
    waiting = iter(paths)
    taken: list[float] = []

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for path in waiting:
            start = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            body = await reader.readexactly(int(length.partition(b":")[2]))
            taken.append((time.perf_counter() - start) * 1000)
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{path}: {head[:40]!r} {body[:300]!r}")
            if check:
                _check(path, body)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(connections)))
    return taken


def _check(path: str, body: bytes) -> None:
    answer = orjson.loads(body)
    barrier, place = (part.partition("=")[2] for part in path.partition("?")[2].split("&"))
    if answer["territory"]["value"] != place or answer["total"] < len(answer["rows"]) or not answer["rows"]:
        raise RuntimeError(f"{path}: not an answer")
    for row in answer["rows"]:
        if not any(each["value"].startswith(barrier) for each in row["barriers"]):
            raise RuntimeError(f"{path}: {row['id']} is not about {barrier}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--requests", type=int, default=4000)
    given = parser.parse_args()
    for what, passed in zip(PASSES, measure(given.store, given.requests), strict=True):
        print(f"{what} ({len(passed.milliseconds)}): {passed.told()}")


if __name__ == "__main__":
    main()
