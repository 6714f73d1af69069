"""What the routes share: the state, the parameters, the language, the headers of an answer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ftgraph.clock import today
from ftgraph.committees.desk import Desk
from ftgraph.errors import UsageError
from ftgraph.exports.formats import Format
from ftgraph.wording import Language
from ftgraph_api import conditional, negotiation
from ftgraph_api.cors import OPEN
from ftgraph_api.parameters import Given, Parameter
from ftgraph_api.rates import client_of
from ftgraph_api.state import Served, State
from ftgraph_api.strangers import Asked

_ATTACHED = frozenset({"csv", "xlsx"})


class NotFound(UsageError):
    """Nothing has that name."""

    status = 404
    slug = "not-found"


@dataclass(frozen=True)
class Asking:
    """A request as a route needs it. `kind`: the format to answer in; `desk`: where its territory is looked up."""

    request: Request
    given: Given
    kind: Format
    language: Language
    today: date = field(default_factory=today)
    desk: Desk | None = None

    @property
    def state(self) -> State:
        """The server's state."""
        return state_of(self.request)

    @property
    def day(self) -> date:
        """The day asked about: today unless `on` gives another."""
        day: date = self.given.one("on") or self.today
        return day

    @property
    def area(self) -> str:
        """The IRI of the territory asked for, among those that committees know; empty for all.

        Raises `UnknownTerritory`.
        """
        return self.desk.area(self.given.text("territory")).iri if self.desk else ""

    def etag(self, served: Served) -> str:
        """The tag of the answer to this request from a generation."""
        asked = (f"{name}={value}" for name, value in self.given.items() if name not in ("format", "lang"))
        path = self.request.scope["path"]
        return conditional.tag(
            served.generation,
            served.stamp,
            path,
            self.kind.name,
            self.language,
            self.today.isoformat(),
            str(self.state.settings.stale_days),
            "&".join(asked),
        )

    def unchanged(self, etag: str) -> Response | None:
        """The answer 304 when the caller already has it."""
        if not conditional.unchanged(self.request.headers, etag):
            return None
        return Response(status_code=304, headers=self._headers(etag))

    def answer(self, body: bytes | Iterator[bytes], etag: str, *, name: str = "", more: str = "") -> Response:
        """The answer 200. `name`: the file's, without suffix; `more`: the address of the next page."""
        headers = self._headers(etag)
        if more:
            headers["Link"] = f'<{more}>; rel="next"'
        if name and self.kind.name != "json":
            how = "attachment" if self.kind.name in _ATTACHED else "inline"
            headers["Content-Disposition"] = f'{how}; filename="{name}.{self.kind.suffix}"'
        if isinstance(body, bytes):
            return Response(body, 200, {**headers, "Content-Type": self.kind.content_type})
        # Pieces are made in a thread, one at a time: the event loop stays free.
        return StreamingResponse(body, 200, {**headers, "Content-Type": self.kind.content_type})

    def _headers(self, etag: str) -> dict[str, str]:
        return {
            **OPEN,
            "ETag": etag,
            "Cache-Control": conditional.CACHING,
            "Vary": "Accept, Accept-Language",
            "Content-Language": self.language,
        }


def read(request: Request, table: Mapping[str, Parameter], formats: Sequence[Format]) -> Asking:
    """Check the address and choose format and language: by the suffix of its path first. Raises `UsageError`."""
    given = Given(request.scope["query_string"], table)
    headers = request.headers
    suffix, name = request.path_params.get("suffix", ""), given.text("format")
    kind = negotiation.choose(formats, suffix=suffix, name=name, accept=headers.get("accept", ""))
    language = negotiation.language(given.text("lang"), headers.get("accept-language", ""))
    return Asking(request, given, kind, language)


async def answered(asking: Asking, make: Callable[[Asking, Served], tuple[str, bytes]]) -> Response:
    """The answer to a question, made in a thread once for each generation.

    `make` gives the file's name, without suffix, and its content.
    """
    state = asking.state
    served = await state.newest()
    etag = asking.etag(served)
    if unchanged := asking.unchanged(etag):
        return unchanged
    made = state.made.get(etag)
    if made is None:
        made = await asyncio.to_thread(make, asking, served)
        state.made.put(etag, made)
    name, body = made
    return asking.answer(body, etag, name=name)


async def ask(request: Request, asked: Asked) -> AsyncIterator[bytes]:
    """The pieces of the answer to a query that costs a process, counted to who asks. Raises what `Strangers` raises."""
    state = state_of(request)
    state.rates.take(client_of(request))
    return (await state.strangers.run(asked))[1]


def state_of(request: Request) -> State:
    """The server's state, put on the application when it was made."""
    state = request.app.state.ftgraph
    assert isinstance(state, State)  # noqa: S101 - for the type checker
    return state
