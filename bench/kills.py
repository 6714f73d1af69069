"""`kill -9` during acknowledged updates, as often as asked: nothing acknowledged is lost, nothing refused is kept.

    python bench/kills.py FOLDER [--kills 1000] [--loops 4] [--seed 1]

Several loops at once, each with a store of its own. Each turn a client writes one number after another over HTTP; after
a random while the server, the process that writes for it, or both are killed. Then the server (started again where it
was killed) is asked for all numbers: each one that was acknowledged must be there, none that was answered as not
applied may be. Stops at the first fault.

Servers are forked from a process that has read the code: what is killed is a whole server, of which only the reading of
its modules is saved. A folder in memory (/dev/shm) saves most of the rest and hides no fault: a process that is killed
loses nothing that it gave to the system. A machine that stands still for minutes is no fault: a request that ran into a
time limit meanwhile is one without an answer.
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
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

import httpx
from servers import children, free_port

from ftgraph import keys
from ftgraph.graph.store import open_store
from ftgraph.settings import Settings

GRAPH = "urn:bench:kills"
LONGEST_WAIT_S = 0.6
PATIENCE_S = 1800.0
TARGETS = {"server and writer": 3, "server": 1, "writer": 12}


@dataclass
class Told:
    """What the client was told of each number that it sent."""

    acknowledged: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    fault: str = ""


@dataclass(frozen=True)
class Result:
    """What a loop saw: kills by target, numbers kept, and what was told of those sent."""

    done: collections.Counter[str]
    kept: int
    told: Told


class Server:
    """A server over `settings`, in a process of its own."""

    def __init__(self, settings: Settings, client: httpx.Client) -> None:
        from ftgraph_api.app import serve  # not with this module, which each forked writer reads

        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.pid = os.fork()
        if not self.pid:
            try:
                for each in (1, 2):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), each)
                serve(replace(settings, port=port))
            finally:
                os._exit(0)
        deadline = time.monotonic() + PATIENCE_S
        while not self._ready(client):
            if time.monotonic() > deadline:
                raise RuntimeError("the server does not answer")
            time.sleep(0.02)

    def _ready(self, client: httpx.Client) -> bool:
        if os.waitpid(self.pid, os.WNOHANG)[0]:
            raise RuntimeError("the server ended")
        with suppress(httpx.TransportError):
            return client.get(f"{self.address}/health/ready").status_code == 200
        return False

    def kill(self, target: str) -> None:
        """End the processes that `target` names, in the middle of whatever they do."""
        writers = [each for each in children(self.pid) if "writer" in target and _writes(each)]
        server = [self.pid] if "server" in target else []
        for each in [*server, *writers]:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        if server:
            os.waitpid(self.pid, 0)


def _writes(process: int) -> bool:
    """Whether it is the writer: what multiprocessing's server of forks has forked, and not that server itself."""
    with suppress(FileNotFoundError):
        status = Path(f"/proc/{process}/status").read_text()
        parent = re.findall(r"^PPid:\s*(\d+)", status, re.MULTILINE)[0]
        return b"forkserver" in Path(f"/proc/{parent}/cmdline").read_bytes()
    return False


def write(address: str, headers: dict[str, str], told: Told, first: int, ending: threading.Event) -> None:
    """Write one number after another until the server is gone or `ending` is set."""
    number = first
    with httpx.Client(timeout=PATIENCE_S, verify=False) as client:
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
            elif answer.status_code != 408:  # the machine stood still while the request went out
                told.fault = f"{answer.status_code} {answer.text[:300]}"
                return
            if answer.status_code != 408:
                told.unknown.discard(number)
            number += 1


def check(client: httpx.Client, address: str, told: Told) -> int:
    """How many numbers are kept. Raises `RuntimeError` when one is lost, or kept though it was refused."""
    kept = {int(each) for each in re.findall(r'"(\d+)"', _graph(client, address))}
    if told.fault:
        raise RuntimeError(told.fault)
    lost, wrong = told.acknowledged - kept, told.refused & kept
    if lost or wrong:
        raise RuntimeError(f"lost: {sorted(lost)}; kept though refused: {sorted(wrong)}")
    return len(kept)


def _graph(client: httpx.Client, address: str) -> str:
    """The graph as N-Triples, "" when there is none; asked again where a request ran into a time limit."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            answer = client.get(
                f"{address}/graphs", params={"graph": GRAPH}, headers={"Accept": "application/n-triples"}
            )
            if answer.status_code in (200, 404):
                return answer.text if answer.status_code == 200 else ""
        time.sleep(0.5)
    raise RuntimeError("the graph cannot be read")


def run(folder: Path, kills: int, seed: int) -> Result:
    """One loop: `kills` kills of servers over one store."""
    chance, told, done = random.Random(seed), Told(), collections.Counter[str]()
    settings = Settings(store=str(folder / "store"), updates=1, query_workers=1, query_rate=0)
    with open_store(settings).writer("first") as writer:
        writer.publish("first")
    token = keys.create(settings, "kills", ["update"])[1]
    headers = {"Authorization": f"Bearer {token}"}
    number = kept = 0
    with httpx.Client(timeout=PATIENCE_S, verify=False) as client:
        server = Server(settings, client)
        try:
            while done.total() < kills:
                ending, before = threading.Event(), len(told.acknowledged)
                thread = threading.Thread(target=write, args=(server.address, headers, told, number, ending))
                thread.start()
                while len(told.acknowledged) == before and thread.is_alive():
                    time.sleep(0.005)
                time.sleep(chance.random() * LONGEST_WAIT_S)
                target = chance.choices(list(TARGETS), TARGETS.values())[0]
                server.kill(target)
                ending.set()
                thread.join()
                done[target] += 1
                number = max(told.acknowledged | told.refused | told.unknown) + 1
                if "server" in target:
                    server = Server(settings, client)
                kept = check(client, server.address, told)
                if done.total() % 25 == 0:
                    print(f"loop {seed}: {done.total()} kills, {kept} kept, {time.strftime('%H:%M:%S')}", flush=True)
        finally:
            server.kill("server")
    return Result(done, kept, told)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--loops", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    began, results = time.monotonic(), []
    with ProcessPoolExecutor(given.loops, mp_context=get_context("spawn")) as pool:
        under_way = []
        for loop in range(given.loops):
            folder = given.folder / str(loop)
            folder.mkdir(parents=True)
            share = (given.kills + loop) // given.loops
            under_way.append(pool.submit(run, folder, share, given.seed + loop))
        for each in as_completed(under_way):
            if error := each.exception():
                print(f"FAULT: {error}", flush=True)
                pool.shutdown(wait=False, cancel_futures=True)
                raise error
            results.append(each.result())
    done = sum((each.done for each in results), collections.Counter())
    print(
        f"{done.total()} kills in {time.monotonic() - began:.0f} s ("
        f"{', '.join(f'{n} of {target}' for target, n in done.items())}): "
        f"{sum(each.kept for each in results)} updates kept, "
        f"{sum(len(each.told.acknowledged) for each in results)} acknowledged and all there, "
        f"{sum(len(each.told.refused) for each in results)} answered as not applied and none there, "
        f"{sum(len(each.told.unknown) for each in results)} without an answer."
    )


if __name__ == "__main__":
    main()
