"""A load that goes on beside its caller once its source is read: the last batch of a national file takes ten seconds to
be sorted, on one core, and what comes after it needs no more than the other.
"""

from collections.abc import Callable
from threading import Event, Thread
from typing import IO


class _Read:
    """A stream that tells when its end was read, and that can be cut off."""

    def __init__(self, source: IO[bytes], ended: Event) -> None:
        self._source = source
        self._ended = ended
        self.stopped = False

    def read(self, size: int = -1) -> bytes:
        """See `io.RawIOBase`. Raises `OSError` once cut off."""
        if self.stopped:
            raise OSError("cut off")
        if self._ended.is_set():  # its owner may have closed it since
            return b""
        data = self._source.read(size)
        if not data:
            self._ended.set()
        return data


class LoadBeside:
    """Runs `load` on `source` in a thread of its own; `graph` is what it fills.

    `load` gives what `result` returns. It must not be left before `result` or `stop`.
    """

    def __init__(self, graph: str, source: IO[bytes], load: Callable[[IO[bytes]], int]) -> None:
        self.graph = graph
        self._ended = Event()
        self._read = _Read(source, self._ended)
        self._outcome: int | BaseException | None = None
        self._thread = Thread(target=self._run, args=(load,), daemon=True)
        self._thread.start()

    def _run(self, load: Callable[[IO[bytes]], int]) -> None:
        try:
            self._outcome = load(self._read)  # type: ignore[arg-type]  # reading is all that a load asks of it
        except BaseException as error:  # noqa: BLE001 - told to whoever waits, in its own thread
            self._outcome = error
        finally:
            self._ended.set()

    def wait_until_read(self) -> None:
        """Return when the source was read to its end. Raises what `load` raised before."""
        try:
            self._ended.wait()
        except BaseException:
            self.stop()
            raise
        if isinstance(self._outcome, BaseException):
            raise self._outcome

    def result(self) -> int:
        """What `load` gave, once it has ended. Raises what it raised."""
        self._thread.join()
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        assert self._outcome is not None  # noqa: S101 - for the type checker: the thread has ended
        return self._outcome

    def stop(self) -> None:
        """Cut the source off, and wait for the thread: nothing is written after this."""
        self._read.stopped = True
        self._thread.join()
