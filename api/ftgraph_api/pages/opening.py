"""How a page is opened: its address is read, nothing is sent that the caller has, and the rest is the page's own."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from ftgraph.clock import today
from ftgraph_api import conditional
from ftgraph_api.asking import state_of
from ftgraph_api.pages import frame
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import Given, Parameter

Make = Callable[[Request, Question, str], Awaitable[Response]]


async def asked(request: Request, parameters: Mapping[str, Parameter]) -> tuple[Question, str]:
    """The question of a page, over the newest generation, and the tag of its answer. Raises `UsageError`."""
    given = Given(request.scope["query_string"], parameters)
    state = state_of(request)
    served = await state.newest()
    question = Question(served, state.settings, given, today(), frame.language_of(request))
    pairs = (f"{name}={value}" for name, value in given.items())
    day = question.today.isoformat()
    etag = conditional.tag(served.generation, served.stamp, request.url.path, "html", question.language, day, *pairs)
    return question, etag


def page(parameters: Mapping[str, Parameter]) -> Callable[[Make], Callable[[Request], Awaitable[Response]]]:
    """A page that takes these parameters. What it decorates is given the question and the tag to send it with."""

    def decorated(make: Make) -> Callable[[Request], Awaitable[Response]]:
        async def handler(request: Request) -> Response:
            question, etag = await asked(request, parameters)
            if conditional.unchanged(request.headers, etag):
                return Response(status_code=304, headers={"ETag": etag})
            return await make(request, question, etag)

        # By hand and not by `wraps`: FastAPI would look through it, for what `make` takes.
        handler.__name__, handler.__doc__ = make.__name__, make.__doc__
        return handler

    return decorated
