"""Queries that strangers send, run in supervised processes: time, memory, rows and bytes are capped.

A running pyoxigraph query cannot be cancelled and may bring its process down; so its process is ended, and replaced.
"""

import json
import os
import queue
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from types import TracebackType
from typing import Self

import orjson
import pyoxigraph as ox

from ftgraph import errors
from ftgraph.errors import FtgraphError, QueryOverLimit, QueryTimeout, StoreError, UsageError
from ftgraph.graph.limits import check
from ftgraph.graph.querying import Dataset
from ftgraph.graph.sandbox_worker import LAST, STARTED
from ftgraph.graph.store import Store
from ftgraph.settings import Settings

_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT")
# glibc: few arenas, whose addresses count; small pieces freed by a query are given to the next ones, 6 % of its time.
_ALLOCATING = {"MALLOC_ARENA_MAX": "2", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=1000"}
_READ = 65_536
_START_S = 30.0


class Worker:
    """One process and its pipes. It may work on a query for the time limit, its own start not counted."""

    def __init__(self, settings: Settings) -> None:
        self._time_s = settings.query_time_s
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ftgraph.graph.sandbox_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, **_ALLOCATING},
            bufsize=0,
        )
        self._buffer = bytearray()
        self._started = 0.0
        self.gone = False
        self.send(asdict(settings))

    def send(self, message: object) -> None:
        """One line in. A worker that is gone is noticed by the next `frame`."""
        line = memoryview(orjson.dumps(message) + b"\n")
        assert self._process.stdin is not None  # noqa: S101 - for the type checker: opened as a pipe
        try:
            while line:
                line = line[self._process.stdin.write(line) :]
        except BrokenPipeError:
            return

    def left_s(self, sent: float) -> float:
        """Seconds that are left to a query sent at that time of the monotonic clock."""
        end = max(sent, self._started) + self._time_s if self._started else sent + _START_S
        return end - time.monotonic()

    def frame(self, sent: float) -> tuple[bytes, bytes]:
        """The next frame out. Raises `TimeoutError` past the time limit, `EOFError` when the process is gone."""
        head = self._take(5, sent)
        return head[:1], self._take(struct.unpack(">I", head[1:])[0], sent)

    def _take(self, size: int, sent: float) -> bytes:
        while len(self._buffer) < size:
            left = self.left_s(sent)
            if left <= 0 or not select.select([self.fileno()], [], [], left)[0]:
                raise TimeoutError
            self.fill()
            if self.gone:
                raise EOFError
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def fileno(self) -> int:
        """What becomes readable when some of an answer has come."""
        assert self._process.stdout is not None  # noqa: S101 - for the type checker: opened as a pipe
        return self._process.stdout.fileno()

    def fill(self) -> None:
        """Take what has come. Waits when nothing has."""
        data = os.read(self.fileno(), _READ)
        self._buffer += data
        self.gone = not data
        if not self._started and self._buffer.startswith(STARTED):
            del self._buffer[: len(STARTED)]
            self._started = time.monotonic()

    @property
    def ready(self) -> bool:
        """Whether a frame of data or the end has come whole, or the process is gone: nothing to wait for."""
        start = self._whole_frame(0)
        if start and self._buffer[:1] == b"M":
            start = self._whole_frame(start)
        return self.gone or start > 0

    def _whole_frame(self, start: int) -> int:
        """The end of the frame that begins at `start`, 0 while it is not all there."""
        if len(self._buffer) < start + 5:
            return 0
        end = start + 5 + int(struct.unpack_from(">I", self._buffer, start + 1)[0])
        return end if len(self._buffer) >= end else 0

    @property
    def ended(self) -> bool:
        """Whether the end of its answer has come already: to take it waits for nothing."""
        return bytes(self._buffer[:1]) in LAST

    @property
    def started(self) -> bool:
        """Whether the process has been ready for queries."""
        return self._started > 0

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """Kill it, from any thread: whoever waits for its next frame is told that it is gone."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and wait for it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()


class Answer:
    """An answer under way: a query's bytes, in chunks. `open` it first; close it if you stop early.

    Each step waits for the process, unless `ready`: an event loop waits until `fileno` is readable, then calls `fill`.
    `media_type` says in which format the chunks are. `whole`: all of them, where the answer was short enough to come in
    one piece; its process is then free already.
    """

    def __init__(self, chunks: Iterator[bytes], worker: Worker, sent: float) -> None:
        self.media_type = ""
        self.whole: bytes | None = None
        self._chunks = chunks
        self._worker = worker
        self._sent = sent
        self._first = b""

    def open(self) -> Self:
        """Read its beginning. Raises what the query fails with before its first bytes."""
        self.media_type = next(self._chunks).decode()
        self._first = next(self._chunks, b"")
        if not self._first or self._worker.ended:
            next(self._chunks, None)
            self.whole = self._first
        return self

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        first, self._first = self._first, b""
        return first or next(self._chunks)

    @property
    def left_s(self) -> float:
        """Seconds that are left to it: past them, the next step ends it and raises."""
        return self._worker.left_s(self._sent)

    @property
    def ready(self) -> bool:
        """Whether the next step waits for no data."""
        return bool(self._first) or self._worker.ready

    @property
    def gone(self) -> bool:
        """Whether its process is: the next step replaces it, and raises."""
        return self._worker.gone

    def fileno(self) -> int:
        """What becomes readable when more has come."""
        return self._worker.fileno()

    def fill(self) -> None:
        """Take what has come."""
        self._worker.fill()

    def stop(self) -> None:
        """End the query while another thread waits for its next chunk: that thread gets an error. Close it after."""
        if self.whole is None:
            self._worker.kill()

    def close(self) -> None:
        """Stop: a query still running is ended with its process."""
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()


class Sandbox:
    """A pool of `settings.query_workers` processes, which follow the store's new generations. Shared by threads."""

    def __init__(self, settings: Settings, store: Store) -> None:
        if settings.is_remote:
            raise StoreError(
                "Les requêtes libres ne sont servies que par un entrepôt embarqué.",
                "Free queries are served by an embedded store only.",
                cure="Adressez-vous directement au point SPARQL distant.",
                cure_en="Ask the remote SPARQL endpoint itself.",
            )
        self._settings = settings
        self._store = store
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for _ in range(max(settings.query_workers, 1)):
            self._idle.put(Worker(settings))

    def run(
        self,
        query: str,
        *,
        results_format: str = "application/sparql-results+json",
        rdf_format: str = "text/turtle",
        dataset: Dataset = Dataset(),  # noqa: B008 - frozen
        generation: int | None = None,
    ) -> Answer:
        """Evaluate `query` over `dataset`, in `generation` (default: the newest one).

        `results_format` serves SELECT and ASK, `rdf_format` CONSTRUCT and DESCRIBE (media types).

        Raises `QueryRefused` (a limit, named), `QueryTimeout`, `UsageError` (not SPARQL, with line and column) and
        `StoreError`: here when the answer fails before its first bytes, else while it is read.
        """
        check(query)
        return self.begin(
            query, results_format=results_format, rdf_format=rdf_format, dataset=dataset, generation=generation
        ).open()

    def begin(
        self, query: str, *, results_format: str, rdf_format: str, dataset: Dataset, generation: int | None
    ) -> Answer:
        """The same for a query that `limits.check` has passed, without waiting for its answer: `open` it."""
        if ox.QueryResultsFormat.from_media_type(results_format) is None:
            raise _unknown_format(results_format)
        if ox.RdfFormat.from_media_type(rdf_format) is None:
            raise _unknown_format(rdf_format)
        if generation is None and self._store.current() == 0:
            self._store.reader()  # raises StoreEmpty with its cure
        worker = self._free()
        plain = query.encode(errors="replace").decode()  # half of a surrogate pair is no text that JSON can tell
        asked = {"query": plain, "results_format": results_format, "rdf_format": rdf_format}
        worker.send({**asked, "default": dataset.default, "named": dataset.named, "generation": generation})
        sent = time.monotonic()
        chunks = self._chunks(worker, sent)
        next(chunks)  # from here on, to close it gives the process back
        return Answer(chunks, worker, sent)

    def _free(self) -> Worker:
        try:
            worker = self._idle.get(timeout=self._settings.query_time_s)
        except queue.Empty:
            raise QueryTimeout(
                "Trop de requêtes sont en cours.",
                "Too many queries are under way.",
                cure="Réessayez dans quelques instants.",
                cure_en="Try again in a moment.",
            ) from None
        if worker.alive:
            return worker
        worker.end()
        return Worker(self._settings)

    def _chunks(self, worker: Worker, sent: float) -> Iterator[bytes]:
        """Nothing, the media type, the data. Whatever happens, a worker goes back to the pool: this or a new one."""
        clean = False
        try:
            yield b""
            while True:
                kind, body = worker.frame(sent)
                if kind == b"E":
                    clean = True
                    return
                if kind == b"X":
                    clean = True
                    raise _rebuilt(body)
                yield body
        except TimeoutError:
            raise _too_long(self._settings.query_time_s) from None
        except EOFError:
            raise _too_heavy(self._settings.query_memory_mb) if worker.started else _not_started() from None
        finally:
            if not clean:
                worker.end()
                worker = Worker(self._settings)
            self._idle.put(worker)

    def close(self) -> None:
        """End the idle processes. Call it when no answer is being read."""
        while not self._idle.empty():
            self._idle.get().end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _rebuilt(body: bytes) -> FtgraphError:
    told = json.loads(body)
    kind = getattr(errors, told["kind"])
    if not issubclass(kind, FtgraphError):
        raise TypeError(told["kind"])
    rebuilt: FtgraphError = kind(
        told["fr"], told["en"], cure=told["cure"], cure_en=told["cure_en"], **told.get("place", {})
    )
    return rebuilt


def _unknown_format(media_type: str) -> UsageError:
    return UsageError(
        f"Le format «\u202f{media_type}\u202f» n’est pas connu.",
        f"Unknown format “{media_type}”.",
        cure="Demandez par exemple application/sparql-results+json, text/csv ou text/turtle.",
        cure_en="Ask for example for application/sparql-results+json, text/csv or text/turtle.",
    )


def _too_long(limit_s: float) -> QueryTimeout:
    return QueryTimeout(
        f"La requête a été arrêtée après {limit_s:g} secondes.",
        f"The query was stopped after {limit_s:g} seconds.",
        cure="Précisez-la, ou ajoutez LIMIT.",
        cure_en="Narrow it, or add LIMIT.",
    )


def _too_heavy(limit_mb: int) -> QueryOverLimit:
    return QueryOverLimit(
        f"La requête a été arrêtée\u202f: elle demande plus de {limit_mb} Mo de mémoire ou elle est trop imbriquée.",
        f"The query was stopped: it needs over {limit_mb} MB of memory, or is nested too deeply.",
        cure="Précisez-la, ou découpez-la en plusieurs.",
        cure_en="Narrow it, or split it.",
    )


def _not_started() -> StoreError:
    return StoreError(
        "Le processus qui devait répondre à la requête n’a pas pu démarrer.",
        "The process that was to answer the query could not start.",
        cure="Réessayez dans quelques instants\u202f; si cela se répète, regardez la mémoire libre de la machine.",
        cure_en="Try again in a moment; if it happens again, look at the machine’s free memory.",
    )
