"""What is written in one turn of the event loop leaves together, in order, and nothing stays behind."""

import asyncio

from ftgraph_api.joined import Joined


class Sent:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.pieces.append(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


async def written(*turns: tuple[bytes, ...], close: bool = False) -> Sent:
    sent = Sent()
    joined = Joined(sent, asyncio.get_running_loop())  # type: ignore[arg-type]
    for turn in turns:
        for piece in turn:
            joined.write(piece)
        if not close:
            await asyncio.sleep(0)
    if close:
        joined.close()
    assert joined.is_closing() is close
    return sent


def test_a_head_and_its_body_leave_together() -> None:
    assert asyncio.run(written((b"head", b"body"), (b"next",))).pieces == [b"headbody", b"next"]


def test_what_is_written_before_it_closes_is_sent() -> None:
    assert asyncio.run(written((b"head", b"body"), close=True)).pieces == [b"headbody"]


def test_who_writes_on_and_on_is_not_held_in_memory() -> None:
    pieces = asyncio.run(written((b"x" * 40_000,) * 5, close=True)).pieces
    assert [len(piece) for piece in pieces] == [80_000, 80_000, 40_000]
