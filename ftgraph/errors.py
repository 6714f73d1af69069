"""The errors that reach a user, drawn as a tree. Each says, in French first, what is wrong and what to do.

The HTTP door has its own below these (`NotFound`, `TooLarge`…), each beside what raises it.

FtgraphError
├── UsageError            the request itself is wrong (HTTP 400, exit 2)
│   ├── UnknownTerritory  no such territory, or an ambiguous name; carries candidates
│   ├── UnknownConcept    no such barrier, public…; carries candidates
│   ├── QueryMalformed    not SPARQL; carries the line and column
│   └── QueryRefused      a query that uses what is switched off (HTTP 403)
│       └── QueryOverLimit  a query, or its answer, past a limit that the message names (HTTP 413)
├── SourceError           a file handed in cannot be read (HTTP 422, exit 3); carries the line where known
├── StoreError            the store cannot do it (HTTP 503, exit 4)
│   ├── StoreLocked       another writer holds the lock; says who
│   ├── StoreDamaged      what is on disk is not what was published
│   ├── StoreFull         no space left
│   ├── StoreReadOnly     no right to write
│   ├── StoreEmpty        nothing published yet
│   └── OutcomeUnknown    a write may have been published, or not (HTTP 504)
├── QueryTimeout          stopped at the time limit (HTTP 503)
└── CursorExpired         the page's generation is gone (HTTP 410)
"""

from collections.abc import Sequence


class FtgraphError(Exception):
    """Root of all errors meant for a user.

    `fr` and `en` are whole sentences. `cure` and `cure_en` say what to do; both may be empty.
    """

    exit_code = 1
    status = 500
    slug = "error"

    def __init__(self, fr: str, en: str = "", *, cure: str = "", cure_en: str = "") -> None:
        super().__init__(fr)
        self.fr = fr
        self.en = en or fr
        self.cure = cure
        self.cure_en = cure_en or cure

    def __str__(self) -> str:
        return f"{self.fr} {self.cure}".strip()


class UsageError(FtgraphError):
    """The request itself is wrong."""

    exit_code = 2
    status = 400
    slug = "usage"


class UnknownTerritory(UsageError):
    """No such territory, or a name that several share. `candidates`: (reference, label), nearest first."""

    slug = "unknown-territory"

    def __init__(
        self, fr: str, en: str = "", *, candidates: Sequence[tuple[str, str]] = (), cure: str = "", cure_en: str = ""
    ) -> None:
        super().__init__(fr, en, cure=cure, cure_en=cure_en)
        self.candidates = tuple(candidates)


class UnknownConcept(UsageError):
    """No such value in a vocabulary, `scheme`. `candidates`: (notation, label), nearest first."""

    slug = "unknown-concept"

    def __init__(
        self,
        fr: str,
        en: str = "",
        *,
        candidates: Sequence[tuple[str, str]] = (),
        cure: str = "",
        cure_en: str = "",
        scheme: str = "",
    ) -> None:
        super().__init__(fr, en, cure=cure, cure_en=cure_en)
        self.candidates = tuple(candidates)
        self.scheme = scheme


class QueryMalformed(UsageError):
    """A query or update that is not SPARQL 1.1. `line` and `column` count from 1; None where the parser is silent."""

    slug = "query-malformed"

    def __init__(
        self,
        fr: str,
        en: str = "",
        *,
        cure: str = "",
        cure_en: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(fr, en, cure=cure, cure_en=cure_en)
        self.line, self.column = line, column


class QueryRefused(UsageError):
    """A query that uses what is switched off."""

    status = 403
    slug = "query-refused"


class QueryOverLimit(QueryRefused):
    """A query, or its answer, past a limit. The message names the limit."""

    status = 413
    slug = "query-over-limit"


class SourceError(FtgraphError):
    """A file handed in cannot be read. `line` is the line in the file, as its user counts, where known."""

    exit_code = 3
    status = 422
    slug = "source"

    def __init__(self, fr: str, en: str = "", *, line: int | None = None, cure: str = "", cure_en: str = "") -> None:
        super().__init__(fr, en, cure=cure, cure_en=cure_en)
        self.line = line


class StoreError(FtgraphError):
    """The store cannot do what was asked."""

    exit_code = 4
    status = 503
    slug = "store"


class StoreLocked(StoreError):
    """Another writer holds the lock."""

    slug = "store-locked"


class StoreDamaged(StoreError):
    """What is on disk is not what was published."""

    slug = "store-damaged"


class StoreFull(StoreError):
    """No space left on the device."""

    status = 507
    slug = "store-full"


class StoreReadOnly(StoreError):
    """No right to write in the store's folder."""

    slug = "store-read-only"


class StoreEmpty(StoreError):
    """Nothing was published yet."""

    slug = "store-empty"


class OutcomeUnknown(StoreError):
    """A write may have been published, or not."""

    status = 504
    slug = "write-outcome-unknown"


class QueryTimeout(FtgraphError):
    """A query was stopped at its time limit."""

    exit_code = 5
    status = 503
    slug = "query-timeout"


class CursorExpired(FtgraphError):
    """The generation that a page cursor was cut from is no longer kept."""

    exit_code = 2
    status = 410
    slug = "cursor-expired"
