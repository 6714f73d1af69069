"""The embedded list in a real browser: framed by a site that a setting names, as tall as its content; by no other."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

HOST = """<!DOCTYPE html><html lang="fr"><title>Un autre site</title>
<iframe src="{server}/embed?barrier=mobilite&amp;territory=departement:35" title="Solutions"
 style="width: 100%; height: 100px"></iframe><script src="{server}/static/embedding.js"></script></html>"""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def site(tmp_path) -> Iterator[tuple[str, Path]]:
    """Another site: its origin and its folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path
    server.shutdown()
    server.server_close()
    thread.join(20)


@pytest.fixture
def served(demo_settings, site, start_server, tmp_path) -> Iterator[str]:
    """A server that lets that site frame its lists."""
    server, where = start_server(demo_settings.store, tmp_path / "server.log", embed_sites=site[0])
    yield where
    server.terminate()
    server.wait(20)


def test_a_frame_takes_the_height_of_its_content_on_the_site_that_is_named(site, served, chromium):
    origin, folder = site
    (folder / "page.html").write_text(HOST.format(server=served), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 900, "height": 700})
    page.goto(f"{origin}/page.html")
    page.wait_for_function("document.querySelector('iframe').clientHeight > 300", timeout=60_000)
    frame = page.frames[1]
    frame.wait_for_selector("ul.plain")
    tall = page.evaluate("document.querySelector('iframe').clientHeight")
    assert frame.evaluate("document.documentElement.scrollHeight") <= tall
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function(f"document.querySelector('iframe').clientHeight > {tall}", timeout=60_000)
    other = origin.replace("127.0.0.1", "localhost")  # the same page from an origin that is not named
    page.goto(f"{other}/page.html")
    page.wait_for_timeout(500)
    assert page.frames[1].locator("ul.plain").count() == 0
    page.close()
