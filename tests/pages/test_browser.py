"""The pages in a real browser: no fault that axe finds, no overflow on a small screen, everything by keyboard.

Needs Chromium (`apt-get install chromium`); skipped, saying so, where there is none.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SOLUTION = "/solutions/exemple-35--preparer-le-code-de-la-route-en-petit-groupe-auto-ecole-rennes"
PAGES = [
    "/",
    "/?text=pas+le+permis&territory=departement:35",
    "/?territory=nullepart",
    "/manques?territory=departement:35",
    SOLUTION,
    "/territoires",
    "/territoires/departement:35",
    "/gouvernance",
    "/comites/local-vitre",
    "/verifier",
    "/donnees",
    "/donnees/questions/territories/zones?zoning=bassin&day=2026-11-24",
    "/a-propos",
]

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def address(demo_settings) -> Iterator[str]:
    """A real server on the example."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**os.environ, "FTGRAPH_STORE": demo_settings.store, "FTGRAPH_PORT": str(port)}
    command = [str(Path(sys.executable).parent / "ftgraph"), "serve"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """The browser."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is a developer's dependency")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium) -> Iterator[object]:
    """A page that keeps what the console said, and where requests went."""
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}, bypass_csp=False)
    made = context.new_page()
    made.said = []
    made.asked = []
    made.on("console", lambda message: made.said.append(message.text) if message.type in ("error", "warning") else None)
    made.on("request", lambda request: made.asked.append(request.url))
    yield made
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_its_own_server_only_and_breaks_no_policy(page, address, path):
    page.goto(address + path)
    assert page.said == []
    assert all(url.startswith(address) for url in page.asked)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault(chromium, address, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is a developer's dependency")
    # The policy forbids foreign scripts, axe's own too: it is lifted for this look alone.
    context = chromium.new_context(locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    page.goto(address + path)
    found = axe.Axe().run(page).response["violations"]
    told = [f"{each['id']}: {each['help']} – {[node['html'][:200] for node in each['nodes'][:3]]}" for each in found]
    context.close()
    assert told == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_overflows_a_small_screen(page, address, path):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_keyboard_goes_to_the_content_and_asks(page, address):
    page.goto(address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#contenu"
    page.focus("#text")
    page.keyboard.type("pas le permis")
    page.focus("#territory")
    page.keyboard.type("Ille-et-Vilaine")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "12 solutions" in page.inner_text("h2#found")


def test_a_zone_of_the_map_leads_to_its_list(page, address):
    page.goto(address + "/?text=pas+le+permis&territory=departement:35")
    zone = page.locator("svg.map a").first
    label = zone.locator("title").text_content()
    zone.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    name, _, count = label.rpartition(" : ")
    assert name.split(" ")[0] in page.inner_text("h2#found")
    assert page.inner_text("h2#found").startswith(count)


def test_a_file_is_handed_in_and_its_report_read(page, address, tmp_path):
    with page.expect_download() as waiting:
        page.goto(address + "/verifier")
        page.fill("#territory", "35")
        page.click("form[action='/verifier/classeur.xlsx'] button")
    book = tmp_path / "comite-35.xlsx"
    waiting.value.save_as(book)
    page.set_input_files("#file", book)
    page.click("form[action='/verifier'] button")
    page.wait_for_load_state()
    assert "Contrôle d’un comité" in page.inner_text("h1")
    assert "Non conforme" in page.inner_text("main")
    page.set_input_files("#file", book)
    page.select_option("#format", "xlsx")
    with page.expect_download() as waiting:
        page.click("form[action='/verifier'] button")
    assert waiting.value.suggested_filename.endswith(".xlsx")
