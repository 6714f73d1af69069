"""The site over the example, asked as a browser without scripts would."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import httpx
import pytest

from ftgraph.settings import Settings
from ftgraph_api.app import create_app

VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "circle", "line"}


class Html(HTMLParser):
    """What a page holds: its texts, its links, its forms, and what is left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> after {self.open[-3:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


class Browser:
    """Opens pages."""

    def __init__(self, settings: Settings) -> None:
        self._runner = asyncio.Runner()
        self._app = create_app(settings)
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://test")

    def request(self, method: str, path: str, **more) -> httpx.Response:
        more.setdefault("headers", {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        return self._runner.run(self._client.request(method, path, **more))

    def get(self, path: str, **more) -> httpx.Response:
        return self.request("GET", path, **more)

    def open(self, path: str) -> Html:
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
        assert answer.headers["content-type"].startswith("text/html"), path
        return Html(answer.text)

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._app.state.ftgraph.close()
        self._runner.close()


@pytest.fixture(scope="session")
def browser(demo_settings: Settings) -> Iterator[Browser]:
    """A browser on the example."""
    made = Browser(demo_settings)
    yield made
    made.close()


@pytest.fixture(scope="session")
def html():
    """Reads a page's text."""
    return Html


@pytest.fixture
def open_browser() -> Iterator[Callable[[Settings], Browser]]:
    """Opens a browser on other settings; closed after the test."""
    opened: list[Browser] = []

    def make(settings: Settings) -> Browser:
        opened.append(Browser(settings))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A real browser, the system's Chromium. For one module: its event loop is in the way of other tests."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is a developer's dependency")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()
