"""Strangers' queries at the HTTP door: who may wait, and answers that slow readers cannot hold a process by.

A query's process is freed as fast as it answers: what its reader has not taken yet waits in a spooled file. At most
`queue` queries wait for a process; the next ones are told to come back.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ftgraph.errors import FtgraphError, QueryTimeout
from ftgraph.graph.limits import check
from ftgraph.graph.querying import Dataset
from ftgraph.graph.sandbox import Answer, Sandbox
from ftgraph.graph.store import Store
from ftgraph.settings import Settings

_IN_MEMORY = 1 << 20
_PIECE = 1 << 16
_WAITING = 64
_READING = 128
_LONGEST_READ_S = 900.0


class Overloaded(QueryTimeout):
    """Too many queries wait already."""

    slug = "overloaded"


@dataclass(frozen=True)
class Asked:
    """A query to run: its text, the graphs it is asked over, and the media types of both kinds of answers."""

    text: str
    dataset: Dataset
    results_format: str
    rdf_format: str
    generation: int | None


class Strangers:
    """The sandbox of one server, for one event loop. Its processes start with the first query."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._sandbox: Sandbox | None = None
        self._threads = ThreadPoolExecutor(max(settings.query_workers, 1), "ftgraph-sandbox")
        self._free = asyncio.Semaphore(max(settings.query_workers, 1))
        self._opening = asyncio.Lock()
        self.waiting = 0
        self.reading = 0

    async def run(self, asked: Asked) -> tuple[str, AsyncIterator[bytes]]:
        """The answer's media type and its pieces. The query runs on when it is read slowly, and ends when it is not.

        Raises what `Sandbox.run` raises, and `Overloaded`.
        """
        check(asked.text)  # before it waits: what is refused anyway takes nobody's turn
        if self.waiting >= _WAITING or self.reading >= _READING:
            raise _overloaded()
        sandbox = await self._opened()
        self.waiting += 1
        try:
            await self._take()
        finally:
            self.waiting -= 1
        start = asyncio.get_running_loop().run_in_executor(self._threads, _start, sandbox, asked)
        try:
            answer = await asyncio.shield(start)
        except asyncio.CancelledError:
            start.add_done_callback(self._drop)
            raise
        except BaseException:
            self._free.release()
            raise
        spool = _Spool()
        pump = asyncio.create_task(self._pump(answer, spool))
        return answer.media_type, self._read(spool, pump)

    async def _take(self) -> None:
        try:
            await asyncio.wait_for(self._free.acquire(), self._settings.query_time_s)
        except TimeoutError:
            raise _overloaded() from None

    def _drop(self, start: "asyncio.Future[Answer]") -> None:
        """The caller is gone before the answer began: it is ended once it can be."""
        self._free.release()
        if start.exception() is None:
            start.result().close()

    async def _opened(self) -> Sandbox:
        async with self._opening:
            if self._sandbox is None:
                self._sandbox = await asyncio.to_thread(Sandbox, self._settings, self._store)
            return self._sandbox

    async def _pump(self, answer: Answer, spool: "_Spool") -> None:
        loop = asyncio.get_running_loop()
        step: asyncio.Future[bytes] | None = None
        try:
            while True:
                step = loop.run_in_executor(self._threads, next, answer, b"")
                piece = await asyncio.shield(step)
                if not piece:
                    break
                spool.add(piece)
        except FtgraphError as error:
            spool.fail(error)
        finally:
            spool.end()
            if step is None or step.done():
                self._let_go(answer)
            else:  # its reader is gone while it is computed
                answer.stop()
                step.add_done_callback(lambda ended: self._let_go(answer, ended))

    def _let_go(self, answer: Answer, ended: "asyncio.Future[bytes] | None" = None) -> None:
        if ended is not None:
            ended.exception()  # looked at, so that asyncio does not report it: the query was stopped on purpose
        answer.close()
        self._free.release()

    async def _read(self, spool: "_Spool", pump: asyncio.Task[None]) -> AsyncIterator[bytes]:
        self.reading += 1
        try:
            async with asyncio.timeout(_LONGEST_READ_S):
                async for piece in spool.pieces():
                    yield piece
        finally:
            self.reading -= 1
            pump.cancel()
            spool.close()

    def close(self) -> None:
        """End the processes."""
        if self._sandbox is not None:
            self._sandbox.close()
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Spool:
    """Bytes written by one task and read by another, kept on disk past 1 MB."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by its reader
        self._size = 0
        self._ended = False
        self._error: FtgraphError | None = None
        self._more = asyncio.Event()

    def add(self, piece: bytes) -> None:
        self._file.seek(self._size)
        self._file.write(piece)
        self._size += len(piece)
        self._more.set()

    def fail(self, error: FtgraphError) -> None:
        self._error = error

    def end(self) -> None:
        self._ended = True
        self._more.set()

    async def pieces(self) -> AsyncIterator[bytes]:
        read = 0
        while True:
            if read < self._size:
                self._file.seek(read)
                piece = self._file.read(_PIECE)
                read += len(piece)
                yield piece
            elif self._error is not None:
                raise self._error
            elif self._ended:
                return
            else:
                self._more.clear()
                await self._more.wait()

    def close(self) -> None:
        if not self._ended:
            self._more.set()
        self._file.close()


def _start(sandbox: Sandbox, asked: Asked) -> Answer:
    return sandbox.run(
        asked.text,
        results_format=asked.results_format,
        rdf_format=asked.rdf_format,
        dataset=asked.dataset,
        generation=asked.generation,
    )


def _overloaded() -> Overloaded:
    return Overloaded(
        "Trop de requêtes attendent déjà.",
        "Too many queries are waiting already.",
        cure="Réessayez dans quelques instants.",
    )
