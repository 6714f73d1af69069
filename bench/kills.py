"""`kill -9` during acknowledged updates, as often as asked: nothing acknowledged is lost, nothing refused is kept.

    python bench/kills.py FOLDER [--kills 1000] [--seed 1]

Each turn a client writes one number after another over HTTP; after a random while the server, the process that writes
for it, or both are killed. Then the server (started again where it was killed) is asked for all numbers: each one that
was acknowledged must be there, none that was answered as not applied may be. Stops at the first fault.
"""

import argparse
import collections
import os
import random
import re
import shutil
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from servers import Running, children, ftgraph

from ftgraph import keys
from ftgraph.graph.store import open_store
from ftgraph.settings import Settings

GRAPH = "urn:bench:kills"
LONGEST_WAIT_S = 0.6
TARGETS = {"server and writer": 3, "server": 1, "writer": 12}


@dataclass
class Told:
    """What the client was told of each number that it sent."""

    acknowledged: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)


def write(address: str, headers: dict[str, str], told: Told, first: int, ending: threading.Event) -> None:
    """Write one number after another until the server is gone or `ending` is set."""
    number = first
    with httpx.Client(timeout=120) as client:
        while not ending.is_set():
            update = f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:bench:n> <urn:bench:p> "{number}" }} }}'
            told.unknown.add(number)
            try:
                answer = client.post(f"{address}/sparql/update", data={"update": update}, headers=headers)
            except httpx.TransportError:
                return
            if answer.status_code == 200:
                told.acknowledged.add(number)
            elif "write-not-applied" in answer.text or "write-not-started" in answer.text:
                told.refused.add(number)
            else:
                raise RuntimeError(f"{answer.status_code} {answer.text[:300]}")
            told.unknown.discard(number)
            number += 1


def check(address: str, told: Told) -> int:
    """How many numbers are kept. Raises `RuntimeError` when one is lost, or kept though it was refused."""
    answer = httpx.get(
        f"{address}/graphs", params={"graph": GRAPH}, headers={"Accept": "application/n-triples"}, timeout=120
    )
    kept = {int(each) for each in re.findall(r'"(\d+)"', answer.text)} if answer.status_code == 200 else set()
    lost, wrong = told.acknowledged - kept, told.refused & kept
    if lost or wrong:
        raise RuntimeError(f"lost: {sorted(lost)}; kept though refused: {sorted(wrong)}")
    return len(kept)


def kill(server: Running, target: str) -> None:
    """End the processes that `target` names, in the middle of whatever they do."""
    writers = [each for each in children(server.process.pid) if _writes(each)]
    ended = [server.process.pid] if "server" in target else []
    for each in [*ended, *(writers if "writer" in target else [])]:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    if ended:
        server.process.wait()


def _writes(process: int) -> bool:
    """Whether it is the writer: the one child that is not a sandbox nor multiprocessing's own tracker."""
    with suppress(FileNotFoundError):
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def run(folder: Path, kills: int, seed: int) -> str:
    """The whole; what to print of it."""
    chance, told, done = random.Random(seed), Told(), collections.Counter[str]()
    settings = Settings(store=str(folder / "store"), updates=1)
    with open_store(settings).writer("first") as writer:
        writer.publish("first")
    token = keys.create(settings, "kills", ["update"])[1]
    headers = {"Authorization": f"Bearer {token}"}
    program = ftgraph(settings.store, updates="1")
    began, number, server = time.monotonic(), 0, Running(program).__enter__()
    try:
        while done.total() < kills:
            address, ending, before = f"http://127.0.0.1:{server.port}", threading.Event(), len(told.acknowledged)
            client = threading.Thread(target=write, args=(address, headers, told, number, ending))
            client.start()
            while len(told.acknowledged) == before and client.is_alive():
                time.sleep(0.005)
            time.sleep(chance.random() * LONGEST_WAIT_S)
            target = chance.choices(list(TARGETS), TARGETS.values())[0]
            kill(server, target)
            ending.set()
            client.join()
            done[target] += 1
            number = max(told.acknowledged | told.refused | told.unknown) + 1
            if "server" in target:
                server = Running(program).__enter__()
            kept = check(f"http://127.0.0.1:{server.port}", told)
            if done.total() % 50 == 0:
                print(f"{done.total()} kills, {kept} kept, {time.monotonic() - began:.0f} s", flush=True)
    finally:
        server.__exit__(None, None, None)
    return (
        f"{done.total()} kills ({', '.join(f'{n} of {target}' for target, n in done.items())}): {kept} updates kept, "
        f"{len(told.acknowledged)} acknowledged and all there, "
        f"{len(told.refused)} answered as not applied and none there, {len(told.unknown)} without an answer."
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    print(run(given.folder, given.kills, given.seed))


if __name__ == "__main__":
    main()
