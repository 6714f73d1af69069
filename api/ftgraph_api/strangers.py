"""Strangers' queries at the HTTP door: who may wait, and answers that slow readers cannot hold a process by.

A query's process is freed as fast as it answers: what its reader has not taken yet waits in a spooled file. At most
`queue` queries wait for a process; the next ones are told to come back.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TypeVar

from ftgraph.errors import FtgraphError, QueryTimeout
from ftgraph.graph.forwarding import Forwarded, Forwarding
from ftgraph.graph.limits import check
from ftgraph.graph.querying import Dataset
from ftgraph.graph.remote import RemoteStore
from ftgraph.graph.sandbox import Answer, Sandbox
from ftgraph.graph.store import Store
from ftgraph.settings import Settings

T = TypeVar("T")
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
        self._forwarding = Forwarding(settings, store) if isinstance(store, RemoteStore) else None
        self._free = asyncio.Semaphore(max(settings.query_workers, 1))
        self._opening = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False
        self.waiting = 0
        self.reading = 0

    async def run(self, asked: Asked) -> tuple[str, AsyncIterator[bytes]]:
        """The answer's media type and its pieces; see `answer`."""
        media_type, answer = await self.answer(asked)
        return media_type, _once(answer) if isinstance(answer, bytes) else answer

    async def answer(self, asked: Asked) -> tuple[str, bytes | AsyncIterator[bytes]]:
        """The answer's media type, and the answer: bytes when it is short, else its pieces.

        The query runs on when it is read slowly, and ends when it is not read.

        Raises what `Sandbox.run` raises, and `Overloaded`.
        """
        check(asked.text)  # before it waits: what is refused anyway takes nobody's turn
        if self.waiting >= _WAITING or self.reading >= _READING:
            raise _overloaded()
        if self._forwarding is not None:
            return await self._forwarded(self._forwarding, asked)
        sandbox = await self._opened()
        await self._queued()
        try:
            answer = _begin(sandbox, asked)
        except BaseException:
            self._free.release()
            raise
        try:
            await _step(answer, answer.open)
        except FtgraphError:
            self._free.release()
            raise
        except BaseException:
            self._stop(answer)
            raise
        if answer.whole is not None:
            self._free.release()
            return answer.media_type, answer.whole
        spool = _Spool()
        pump = asyncio.create_task(self._pump(answer, spool))
        return answer.media_type, self._read(spool, pump)

    async def _forwarded(self, forwarding: Forwarding, asked: Asked) -> tuple[str, bytes]:
        """Over a remote store the answer is made on its server; a thread waits for it, whoever leaves."""
        await self._queued()
        under_way = asyncio.ensure_future(asyncio.to_thread(_forward, forwarding, asked))
        under_way.add_done_callback(self._over)
        answer = await asyncio.shield(under_way)
        return answer.media_type, answer.body

    def _over(self, under_way: "asyncio.Future[Forwarded]") -> None:
        self._free.release()
        if not under_way.cancelled():
            under_way.exception()  # looked at: who asked may have left

    async def _queued(self) -> None:
        self.waiting += 1
        try:
            await self._take()
        finally:
            self.waiting -= 1

    async def _take(self) -> None:
        if not self._free.locked():  # no timer for who has not to wait
            await self._free.acquire()
            return
        try:
            async with asyncio.timeout(self._settings.query_time_s):  # `wait_for` would make a task of it
                await self._free.acquire()
        except TimeoutError:
            raise _overloaded() from None

    async def _opened(self) -> Sandbox:
        if self._sandbox is None:
            async with self._opening:
                if self._sandbox is None:
                    self._sandbox = await asyncio.to_thread(Sandbox, self._settings, self._store)
        return self._sandbox

    async def _pump(self, answer: Answer, spool: "_Spool") -> None:
        try:
            while piece := await _step(answer, lambda: next(answer, b"")):
                spool.add(piece)
        except FtgraphError as error:
            spool.fail(error)
        except BaseException:
            spool.end()
            self._stop(answer)
            raise
        spool.end()
        self._free.release()

    def _stop(self, answer: Answer) -> None:
        """End a query whose reader is gone; the turn goes on once its process is replaced, which takes a while."""
        if self._closed:
            answer.close()
            return
        task = asyncio.create_task(self._replaced(answer))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _replaced(self, answer: Answer) -> None:
        try:
            await _in_thread(answer.close)
        finally:
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
        self._closed = True
        if self._sandbox is not None:
            self._sandbox.close()


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


async def _once(whole: bytes) -> AsyncIterator[bytes]:
    yield whole


def _forward(forwarding: Forwarding, asked: Asked) -> Forwarded:
    return forwarding.run(
        asked.text,
        results_format=asked.results_format,
        rdf_format=asked.rdf_format,
        dataset=asked.dataset,
        generation=asked.generation,
    )


def _begin(sandbox: Sandbox, asked: Asked) -> Answer:
    return sandbox.begin(
        asked.text,
        results_format=asked.results_format,
        rdf_format=asked.rdf_format,
        dataset=asked.dataset,
        generation=asked.generation,
    )


async def _step(answer: Answer, step: Callable[[], T]) -> T:
    """A step of an answer, taken when it waits for nothing: no thread is woken for it.

    Past the deadline, or when the process is gone, it is taken in a thread: another process is then started.
    """
    while not answer.ready:
        try:
            async with asyncio.timeout(answer.left_s):
                await _readable(answer.fileno())
        except TimeoutError:
            return await _in_thread(step)
        answer.fill()
    return await _in_thread(step) if answer.gone else step()


async def _in_thread(step: Callable[[], T]) -> T:
    """Run to its end whatever happens to who waits: two may not take steps of one answer at a time."""
    task = asyncio.create_task(asyncio.to_thread(step))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait((task,))
        if not task.cancelled():
            task.exception()  # looked at: nobody is there to be told
        raise


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    there = loop.create_future()

    def wake() -> None:
        if not there.done():
            there.set_result(None)

    loop.add_reader(descriptor, wake)
    try:
        await there
    finally:
        loop.remove_reader(descriptor)


def _overloaded() -> Overloaded:
    return Overloaded(
        "Trop de requêtes attendent déjà.",
        "Too many queries are waiting already.",
        cure="Réessayez dans quelques instants.",
        cure_en="Try again in a moment.",
    )
