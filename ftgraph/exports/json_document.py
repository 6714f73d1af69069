"""JSON: an answer as it is, its dataclasses' fields by their names, dates as `AAAA-MM-JJ`."""

from collections.abc import Iterable, Iterator

import orjson

from ftgraph.solutions.rows import Answer, SolutionRow

_ROWS_A_PIECE = 500


def page(answer: Answer) -> bytes:
    """One page, in one piece: what an API answers."""
    return orjson.dumps(answer)


def pieces(answer: Answer, rows: Iterable[SolutionRow]) -> Iterator[bytes]:
    """The same document with all of `rows` in place of the answer's own, in pieces."""
    head, tail = _around(answer)
    yield head
    separator = b""
    batch: list[SolutionRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS_A_PIECE:
            yield separator + orjson.dumps(batch)[1:-1]
            separator = b","
            batch = []
    if batch:
        yield separator + orjson.dumps(batch)[1:-1]
    yield tail


def _around(answer: Answer) -> tuple[bytes, bytes]:
    """The document before its first row and after its last one."""
    before = {
        "generation": answer.generation,
        "as_of": answer.as_of,
        "territory": answer.territory,
        "understood": answer.understood,
        "total": answer.total,
    }
    after = {"facets": answer.facets, "next_cursor": None}
    return orjson.dumps(before)[:-1] + b',"rows":[', b"]," + orjson.dumps(after)[1:]
