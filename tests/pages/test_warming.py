"""What first visitors would wait for is there before them, once a generation is open."""

import asyncio

import httpx
import pytest

from ftgraph.committees import schemes
from ftgraph_api import warming
from ftgraph_api.app import create_app
from ftgraph_api.pages import committee


def unread(*_: object) -> None:
    raise AssertionError("read again")


def test_what_was_prepared_is_not_read_again(demo_settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(demo_settings)

    async def visit() -> int:
        state = app.state.ftgraph
        await state.warm()
        monkeypatch.setattr(schemes, "read", unread)
        monkeypatch.setattr(committee, "published", unread)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.get("/gouvernance", headers={"Accept": "text/html"})
        state.close()
        return answer.status_code

    assert asyncio.run(visit()) == 200


def test_a_server_that_ends_prepares_nothing_more(demo_settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(demo_settings)
    monkeypatch.setattr(warming, "STEPS", (unread,))

    async def end() -> None:
        state = app.state.ftgraph
        served = await state.newest()
        warming.prepare(served, lambda: False)
        with pytest.raises(AssertionError, match="read again"):
            warming.prepare(served, lambda: True)
        state.close()

    asyncio.run(end())


def test_a_generation_that_comes_later_is_prepared_too(edited_demo, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, _ = edited_demo
    prepared: list[int] = []
    monkeypatch.setattr(warming, "STEPS", (lambda served, _: prepared.append(served.generation),))
    app = create_app(settings)

    async def follow() -> None:
        state = app.state.ftgraph
        await state.warm()
        newest = await state.newest()
        monkeypatch.setattr(type(state), "_moved", lambda *_: True)  # as if another process had published
        await state.follow()
        await state._preparation
        assert prepared == [newest.generation] * 2
        state.close()

    asyncio.run(follow())
