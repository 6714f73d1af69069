"""The pages in a real browser: no fault that axe finds, no overflow on a small screen, everything by keyboard.

Needs Chromium (`apt-get install chromium`); skipped, saying so, where there is none.
"""

import gzip
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

SOLUTION = "/solutions/exemple-35--preparer-le-code-de-la-route-en-petit-groupe-auto-ecole-rennes"
STRUCTURE = "/structures/exemple-35--auto-ecole-rennes"
PAGES = [
    "/",
    "/?text=pas+le+permis&territory=departement:35",
    "/?barrier=sante--addictions&territory=bassin:EX35-08",
    "/?territory=nullepart",
    "/?territory=departement:35&lang=en",
    "/manques",
    "/manques?territory=departement:35&beside=departement:22&before=1",
    SOLUTION,
    STRUCTURE,
    "/territoires",
    "/territoires/departement:35",
    "/territoires/country:FR",
    "/carte",
    "/carte?zoning=epci",
    "/carte?territory=region:53&zoning=epci&barrier=mobilite",
    "/reseau?territory=departement:35",
    "/reseau/caf-d-ille-et-vilaine",
    "/gouvernance",
    "/indicateurs",
    "/indicateurs?territory=departement:35&by=operator&level=bassin",
    "/gouvernance/sieges?who=CAF",
    "/comites/local-vitre",
    "/pilotage",
    "/contrats?territory=departement:35&barrier=mobilite",
    "/contrats/departement-35/pacte-des-solidarites-d-ille-et-vilaine",
    "/charte",
    "/besoins",
    "/feuilles-de-route",
    "/feuilles-de-route?committee=local-fougeres",
    "/historique?de=bassin",
    "/doc/committee/local-fougeres/comite-local-pour-l-emploi-de-fougeres.html",
    "/verifier",
    "/donnees",
    "/donnees/sparql?query=SELECT+%3Fs+WHERE%7B%3Fs+%3Fp+%3Fo%7DLIMIT+3",
    "/donnees/questions/territories/zones?zoning=bassin&day=2026-11-24",
    "/donnees/questions/coverage/zones-without-solution?territory=departement:35&barrier=mobilite",
    "/qualite",
    "/qualite?kind=duplicate&territory=departement:35",
    "/def.html",
    "/def/Committee.html",
    "/voc.html",
    "/voc/barrier.html",
    "/voc/barrier/mobilite.html",
    "/raisonnement",
    "/a-propos",
    "/a-propos/accessibilite",
    "/a-propos/faits",
    "/a-propos/faits/P8.17",
    "/a-propos/integrer",
    "/plan",
    "/embed?barrier=mobilite&territory=departement:35",
]
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
HEAVIEST = 100_000
NU = next(Path(__file__).parents[2].glob("var/npm/node_modules/vnu-jar/build/dist/vnu.jar"), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def address(demo_settings, start_server, tmp_path_factory) -> Iterator[str]:
    """A real server on the example."""
    server, where = start_server(demo_settings.store, tmp_path_factory.mktemp("browser") / "server.log")
    yield where
    server.terminate()
    server.wait(20)


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
def test_a_page_keeps_to_itself_and_to_a_small_screen(page, address, path):
    page.goto(address + path)
    assert page.said == []
    assert all(url.startswith(address) for url in page.asked)
    unnamed = "table:not(:has(> caption)):not([aria-label], [aria-labelledby])"
    assert page.locator(unnamed).count() == 0, "each table of data has a title"
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # The policy forbids a style of our own: it is written where styles are read.
    page.evaluate(
        "text => { const s = new CSSStyleSheet(); s.replaceSync(text); document.adoptedStyleSheets = [s]; }",
        SPACING,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "wider text spacing"


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


def fetched(address: str, path: str, **headers: str) -> tuple[bytes, int]:
    """A page as sent, unpacked, and the bytes that were sent."""
    asked = urllib.request.Request(address + path, headers={"Accept": "text/html", **headers})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        body = answer.read()
        return (gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body), len(body)


def test_pages_are_light(address):
    for path in PAGES:
        whole, _ = fetched(address, path, **{"Accept-Encoding": "gzip"})
        without_map = re.sub(rb"<svg class=.map.*?</svg>", b"", whole, flags=re.DOTALL)
        assert len(without_map) < HEAVIEST, path
        assert len(gzip.compress(without_map, 4)) < HEAVIEST / 4, path


@pytest.mark.checkout
@pytest.mark.skipif(NU is None or shutil.which("java") is None, reason="no Nu HTML checker: see .ci/run")
def test_the_nu_checker_finds_no_error(address, tmp_path):
    for number, path in enumerate(PAGES):
        (tmp_path / f"{number}.html").write_bytes(fetched(address, path)[0])
    command = ["java", "-jar", str(NU), "--errors-only", "--format", "gnu", str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert told.stderr.replace(str(tmp_path), "") == ""
    assert told.returncode == 0


def tab_to(page, selector: str, most: int = 200) -> None:
    """Go to an element by the Tab key alone; each stop on the way has a visible focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert seen != "none", "the focus is seen"
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_find_by_keyboard_alone(page, address):
    page.goto(address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#contenu"
    tab_to(page, "#text")
    page.keyboard.type("pas le permis")
    tab_to(page, "#territory")
    page.keyboard.type("Ille-et-Vilaine")
    page.keyboard.press("Enter")
    page.wait_for_selector("h2#found")
    assert "12 solutions" in page.inner_text("h2#found")
    tab_to(page, "a.what")
    page.keyboard.press("Enter")
    page.wait_for_selector("dl.card")
    assert "Auto-école" in page.inner_text("main")


def test_gaps_by_keyboard_alone(page, address):
    page.goto(address + "/manques")
    tab_to(page, "#territory")
    page.keyboard.type("Ille-et-Vilaine")
    page.keyboard.press("Enter")
    page.wait_for_selector("table.matrix")
    tab_to(page, "td.l0 a")
    page.keyboard.press("Enter")
    page.wait_for_selector("h2#found")


def choose_by_keyboard(page, path: Path) -> None:
    """Choose a file in the field that has the focus. The driver now and then misses that the dialogue opened."""
    missed = pytest.importorskip("playwright.sync_api").TimeoutError
    for _ in range(3):
        with suppress(missed):
            with page.expect_file_chooser(timeout=5_000) as choosing:
                page.keyboard.press("Space")
            choosing.value.set_files(path)
            return
    raise AssertionError("no dialogue opens")


def test_check_by_keyboard_alone(page, address, tmp_path):
    """A template is fetched, handed in, its report read and the annotated workbook taken, without a mouse."""
    page.goto(address + "/verifier")
    tab_to(page, "#territory")
    page.keyboard.type("35")
    tab_to(page, "button.light")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    workbook = tmp_path / "comite.xlsx"
    waiting.value.save_as(workbook)
    page.goto(address + "/verifier")
    tab_to(page, "#file")
    choose_by_keyboard(page, workbook)
    tab_to(page, "form[method=post] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".report")
    assert "manquement" in page.inner_text(".report")
    tab_to(page, "details summary")
    before = page.evaluate("document.activeElement.parentElement.open")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") != before
    tab_to(page, "#file")
    choose_by_keyboard(page, workbook)
    tab_to(page, "#format")
    page.keyboard.press("ArrowDown")
    tab_to(page, "form[method=post] button")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_find_by_mouse(page, address):
    page.goto(address + "/")
    page.click("main a:text-is('Mobilité')")
    page.wait_for_selector("h2#found")
    page.fill("#territory", "Ille-et-Vilaine")
    page.click("form.ask button")
    page.wait_for_selector("svg.map")
    assert "47 solutions" in page.inner_text("h2#found")
    page.click(".facets a:has-text('Jeunes')")
    page.wait_for_selector(".chosen")
    assert "Jeunes" in page.inner_text(".chosen")
    with page.expect_download() as waiting:
        page.click(".links a:text-is('CSV')")
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    count = int(page.inner_text("h2#found").split(" ")[0])
    assert len([line for line in lines if "exemple-35--" in line or "exemple-liste-35--" in line]) == count


def test_link_by_mouse(page, address):
    page.goto(address + "/donnees")
    page.click("summary:has-text('Territoires et zonages')")
    page.click("a:has-text('Quelles sont les zones de ce zonage, ce jour-là')")
    page.fill("[name=zoning]", "bassin")
    page.fill("[name=day]", "2026-11-24")
    page.click("button")
    page.wait_for_selector("text=8 lignes")
    page.click("a:has-text('Reprendre cette requête')")
    page.wait_for_selector("textarea")
    page.click("button:text-is('Interroger')")
    page.wait_for_selector("text=8 lignes")


def test_a_territory_is_suggested_as_one_types(page, address):
    page.goto(address + "/")
    page.focus("#territory")
    page.keyboard.type("vitr")
    page.wait_for_selector("#territories option[label*='Vitré']", state="attached")


def test_the_map_zooms_and_is_whole_again(page, address):
    page.goto(address + "/?text=pas+le+permis&territory=departement:35")
    before = page.get_attribute("svg.map", "viewBox")
    page.click("[aria-label='Agrandir la carte']")
    assert page.get_attribute("svg.map", "viewBox") != before
    page.click("[aria-label='Carte entière']")
    assert [float(each) for each in page.get_attribute("svg.map", "viewBox").split()] == [
        pytest.approx(float(each)) for each in before.split()
    ]


def test_everything_is_there_without_scripts(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/?text=pas+le+permis&territory=departement:35")
    assert page.locator("svg.map a").count() == 8
    assert page.locator("table.stack tbody tr").count() >= 8
    context.close()


def test_a_printed_page_leaves_out_what_paper_cannot_do(page, address):
    page.goto(address + SOLUTION)
    assert not page.is_visible(".permalink")
    page.emulate_media(media="print")
    assert page.is_visible(".permalink svg")
    assert not page.is_visible("nav")
    page.goto(address + "/?text=pas+le+permis&territory=departement:35")
    assert not page.is_visible("form.ask")
    assert page.is_visible("table.stack")


def test_a_form_keeps_what_was_typed_when_it_fails(page, address):
    page.goto(address + "/")
    page.fill("#text", "garde d’enfants")
    page.fill("#territory", "Nullepart-sur-Rien")
    page.click("form.ask button")
    page.wait_for_selector("[role=status]")
    assert page.input_value("#text") == "garde d’enfants"
    assert page.input_value("#territory") == "Nullepart-sur-Rien"
    page.goto(address + "/donnees/sparql")
    page.fill("#query", "SELECT ?s WHERE {")
    page.click("button:text-is('Interroger')")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#query") == "SELECT ?s WHERE {"


def test_a_file_may_be_dropped(page, address):
    page.goto(address + "/verifier")
    page.evaluate(
        """() => {
            const moved = new DataTransfer();
            moved.items.add(new File(["rien"], "comite.xlsx"));
            document.querySelector("form[action='/verifier']").dispatchEvent(
                new DragEvent("drop", { dataTransfer: moved, bubbles: true, cancelable: true }));
        }"""
    )
    assert page.evaluate("document.querySelector('#file').files[0].name") == "comite.xlsx"


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
