"""Answers kept once made: few, small, named by their entity tag, so that a new generation never finds an old one."""

from collections import OrderedDict

_MOST = 64
_LARGEST = 8_000_000


class Made:
    """The last answers made, up to 64 of up to 8 MB; the one unused for longest goes first. For one event loop."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def get(self, etag: str) -> tuple[str, bytes] | None:
        """A file's name and content, if it is kept."""
        found = self._kept.get(etag)
        if found is not None:
            self._kept.move_to_end(etag)
        return found

    def put(self, etag: str, made: tuple[str, bytes]) -> None:
        """Keep a file, unless it is too large."""
        if len(made[1]) > _LARGEST:
            return
        self._kept[etag] = made
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
