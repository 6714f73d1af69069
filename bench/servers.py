"""Servers that benchmarks start on loopback, and what they and their child processes take of the processor."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Program:
    """What to start: `{port}` in the command is filled in. `path`: of its SPARQL endpoint.

    `ready`: a path that answers 200 once it serves; "": it is asked a query instead.
    """

    name: str
    command: Sequence[str]
    path: str
    settings: Mapping[str, str]
    ready: str = ""
    start_s: float = 300.0


def ftgraph(store: str, **settings: str) -> Program:
    """This project's server, without a limit on requests a minute unless `settings` say so."""
    named = {"store": store, "query_rate": "0", **settings}
    variables = {f"FTGRAPH_{name.upper()}": value for name, value in named.items()}
    command = (str(BIN / "ftgraph"), "serve", "--port", "{port}")
    return Program("ftgraph", command, "/sparql", variables, "/health/ready")


class Running:
    """A program that runs, from `with` to its end. `port`: where it answers on loopback."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.port = free_port()
        command = [part.format(port=self.port) for part in program.command]
        environment = {**os.environ, **program.settings}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Self:
        try:
            self._wait()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + self.program.start_s
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.program.name} ended")
            try:
                self._get(self.program.ready or self.target("ASK { ?s ?p ?o }"), "*/*")
            except (OSError, RuntimeError, http.client.HTTPException):
                time.sleep(0.3)
            else:
                return
        raise RuntimeError(f"{self.program.name} does not answer")

    def target(self, query: str) -> str:
        """The path and query of the address that asks `query`."""
        return f"{self.program.path}?query={quote(query, safe='')}"

    def ask(self, query: str, accept: str) -> bytes:
        """The answer to a query. Raises `RuntimeError` unless it is 200."""
        return self._get(self.target(query), accept)

    def _get(self, target: str, accept: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", target, headers={"Accept": accept})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{self.program.name}: {answer.status} {body[:300]!r}")
        return body

    def processor(self) -> float:
        """Seconds of processor that it and its children have taken (Linux)."""
        return sum(_processor(each) for each in (self.process.pid, *children(self.process.pid)))


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def children(process: int) -> list[int]:
    """The processes that a process started, and theirs (Linux)."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError):  # a thread that has ended since
            for child in map(int, task.read_text().split()):
                found += [child, *children(child)]
    return found


def _processor(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
