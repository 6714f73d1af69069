"""Graphs on their way out: each made by one thread of its own, at the pace that its reader takes it.

pyoxigraph's answers may be read by the thread that asked only: a thread pool that takes turns breaks them.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from ftgraph_api.strangers import Overloaded

MOST = 32
"""Graphs sent at once."""
_AHEAD = 4


class GraphStreams:
    """At most 32 at once, for one event loop; the next ones are told to come back."""

    def __init__(self) -> None:
        self.under_way = 0

    def start(self, make: Callable[[], Iterator[bytes]]) -> AsyncIterator[bytes]:
        """The pieces that `make` gives. A reader that leaves ends it. Raises `Overloaded`."""
        if self.under_way >= MOST:
            raise Overloaded(
                f"{MOST} graphes sont déjà en cours d’envoi.",
                f"{MOST} graphs are being sent already.",
                cure="Réessayez dans quelques instants, ou prenez un export : /dumps.",
                cure_en="Try again in a moment, or take an export: /dumps.",
            )
        self.under_way += 1
        return self._pieces(make)

    async def _pieces(self, make: Callable[[], Iterator[bytes]]) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        made: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue(_AHEAD)
        left = threading.Event()

        def hand_over(item: bytes | BaseException | None) -> None:
            if not left.is_set():
                asyncio.run_coroutine_threadsafe(made.put(item), loop).result()

        def run() -> None:
            try:
                for piece in make():
                    if left.is_set():
                        return
                    hand_over(piece)
                hand_over(None)
            except BaseException as error:  # noqa: BLE001 - handed to who waits, panics of the engine included
                hand_over(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))

        threading.Thread(target=run, name="ftgraph-graph", daemon=True).start()
        try:
            while (item := await made.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            left.set()
            while not made.empty():  # the thread may wait for room
                made.get_nowait()
            self.under_way -= 1
