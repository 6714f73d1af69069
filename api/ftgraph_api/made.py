"""Answers kept once made, named by their entity tag, so that a new generation never finds an old one."""

from collections import OrderedDict

_MOST_BYTES = 128_000_000
_LARGEST = 8_000_000


class Made:
    """The last answers made, up to 128 MB in all; the one unused for longest goes first. For one event loop.

    Beside each content stands the text that goes out with it in a header: a file's name, or the next page's address.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._bytes = 0

    def get(self, etag: str) -> tuple[str, bytes] | None:
        """An answer's text and content, if it is kept."""
        found = self._kept.get(etag)
        if found is not None:
            self._kept.move_to_end(etag)
        return found

    def put(self, etag: str, made: tuple[str, bytes]) -> None:
        """Keep an answer, unless it is too large."""
        if len(made[1]) > _LARGEST:
            return
        if etag in self._kept:
            self._forget(etag)
        self._kept[etag] = made
        self._bytes += len(made[1])
        while self._bytes > _MOST_BYTES:
            self._forget(next(iter(self._kept)))

    def _forget(self, etag: str) -> None:
        self._bytes -= len(self._kept.pop(etag)[1])
