"""Questions answered whole, each at its address: the address is read, one job done, its answer kept and sent."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ftgraph.exports.formats import COMMITTEE_FORMATS, Format
from ftgraph_api import documents
from ftgraph_api.asking import Asking, answered, read
from ftgraph_api.parameters import Parameter
from ftgraph_api.state import Served

_IN_PATH = re.compile(r"{(\w+)(?::path)?}")


@dataclass(frozen=True)
class Listing:
    """One question. `make`: its job, which names the route and describes it to callers; `name`: the file's it answers.

    `model`: what its JSON is; `errors`: the statuses that it may answer besides those of every route. `area`: whether
    its territory is one of those that committees know, see `Asking.area`.
    """

    path: str
    make: Callable[[Asking, Served], bytes]
    model: type
    parameters: Mapping[str, Parameter]
    name: str
    formats: Sequence[Format] = COMMITTEE_FORMATS
    errors: Sequence[int] = ()
    area: bool = False


def add(routes: APIRouter, *listings: Listing) -> None:
    """Add their routes, for GET and HEAD."""
    for each in listings:
        described = documents.parameters(each.parameters, *_IN_PATH.findall(each.path), formats=each.formats)
        documents.add(routes, each.path, _handler(each), each.model, each.formats, described, *each.errors)


def _handler(listing: Listing) -> documents.Handler:
    def named(asking: Asking, served: Served) -> tuple[str, bytes]:
        return listing.name, listing.make(asking, served)

    async def handler(request: Request) -> Response:
        asking = read(request, listing.parameters, listing.formats)
        if listing.area and asking.given.one("territory"):
            asking = replace(asking, desk=await asking.state.desk())
        return await answered(asking, named)

    handler.__name__ = listing.make.__name__
    handler.__doc__ = listing.make.__doc__
    return handler
