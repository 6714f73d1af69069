"""Every page: well formed, in its language, reachable, without scripts or anything from elsewhere."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from urllib.parse import urlencode

import pytest

import ftgraph_api.app  # noqa: F401 - its routes
from ftgraph_api import routes

SOLUTION = "/solutions/exemple-35--preparer-le-code-de-la-route-en-petit-groupe-auto-ecole-rennes"
PAGES = [
    "/",
    "/?text=pas+le+permis&territory=departement:35",
    "/?barrier=mobilite&territory=bassin:EX35-01&public=jeunes",
    "/?barrier=mobilite&territory=Brocéliande",
    "/?territory=nullepart",
    "/manques",
    "/manques?territory=departement:35",
    SOLUTION,
    "/gouvernance",
    "/pilotage",
    "/contrats?territory=departement:35&barrier=mobilite&on=2026-11-24",
    "/contrats/departement-35/pacte-des-solidarites-d-ille-et-vilaine",
    "/charte",
    "/indicateurs",
    "/indicateurs?territory=departement:35&by=operator&level=bassin",
    "/comites/departement-35",
    "/territoires",
    "/territoires/departement:35",
    "/carte?zoning=arrondissement",
    "/carte?territory=departement:35&zoning=epci&barrier=mobilite",
    "/reseau?territory=departement:35",
    "/reseau/caf-d-ille-et-vilaine",
    "/territoires?territory=nullepart",
    "/besoins",
    "/feuilles-de-route",
    "/feuilles-de-route?committee=local-fougeres",
    "/historique?de=bassin",
    "/verifier",
    "/donnees",
    "/donnees/questions/territories/zones?zoning=bassin&day=2026-11-24",
    "/donnees/questions/coverage/zones-without-solution?territory=departement:35&barrier=mobilite",
    "/donnees/sparql",
    "/raisonnement",
    "/qualite",
    "/qualite?kind=duplicate&territory=departement:35",
    "/a-propos",
]
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src"}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_is_sound(browser, path, language):
    page = browser.open(path if language == "fr" else f"{path}{'&' if '?' in path else '?'}lang=en")
    assert page.wrong == []
    assert page.open == []
    assert page.all("html") == [{"lang": language}]
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.all("meta")[0] == {"charset": "utf-8"}
    assert page.all("a")[0]["href"] == "#contenu"
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    for attributes in page.all("label"):
        assert attributes["for"] in identifiers
    named = {attributes["for"] for attributes in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for attributes in page.all(tag):
            assert attributes.get("type") in ("hidden", "submit") or attributes["id"] in named


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_elsewhere_and_no_script_is_needed(browser, path):
    page = browser.open(path)
    for tag, attribute in LOADED.items():
        for attributes in page.all(tag):
            assert (attributes.get(attribute) or "/").startswith("/"), attributes
    assert not [attributes for _, attributes in page.tags if any(name.startswith("on") for name in attributes)]
    # A block of data for search engines is no script: nothing runs it.
    blocks = [attributes for attributes in page.all("script") if "src" not in attributes]
    assert all(attributes.get("type") == "application/ld+json" for attributes in blocks)
    assert not [attributes for _, attributes in page.tags if "style" in attributes], "the policy forbids it"
    policy = browser.get(path).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(browser, path):
    page = browser.open(path)
    links = {attributes["href"] for attributes in page.all("a") if attributes["href"].startswith("/")}
    links |= {attributes["href"] for attributes in page.all("link") if attributes["href"].startswith("/static")}
    for link in sorted(links)[:60]:
        if link.startswith(NOT_YET):
            continue
        assert browser.get(link).status_code in (200, 303), link


NOT_YET = ("/doc/",)


def test_titles_tell_pages_apart(browser):
    titles = [re.search("<title>(.*?)</title>", browser.get(path).text)[1] for path in ("/", "/manques", "/a-propos")]
    assert len(set(titles)) == len(titles)


def test_a_need_in_everyday_words_is_understood(browser):
    page = browser.open("/?text=pas+le+permis&territory=departement:35")
    assert "12 solutions – Ille-et-Vilaine" in page.text
    assert "Compris : Préparer un permis Ce n’est pas ça ?" in page.text
    assert any("interpret=false" in attributes["href"] for attributes in page.all("a"))
    assert "Données d’exemple" in page.text


def test_the_map_says_the_same_as_its_table(browser):
    text = browser.get("/?text=pas+le+permis&territory=departement:35").text
    shapes = dict(re.findall(r"<title>([^<]+) : (\d+)</title>", text))
    table = dict(re.findall(r'<a href="[^"]+">([^<]+)</a></th><td class="number">(\d+)</td>', text))
    assert len(shapes) == 8
    assert shapes == table


def test_a_structure_that_has_many_is_folded(browser):
    page = browser.open("/?territory=departement:35&barrier=famille")
    rows = browser.get("/api/v1/solutions?territory=departement:35&barrier=famille&limit=20").json()["rows"]
    links = {a["href"] for a in page.all("a") if a["href"].startswith("/solutions/")}
    assert links == {f"/solutions/{row['id']}" for row in rows}, "folded ones are there too"


def test_filters_are_in_the_address_and_exports_follow_them(browser):
    page = browser.open("/?barrier=mobilite&territory=departement:35&public=jeunes&fee=gratuit")
    exports = [a["href"] for a in page.all("a") if a["href"].startswith("/api/v1/solutions.csv")]
    assert len(exports) == 1
    assert {"barrier=mobilite", "public=jeunes", "fee=gratuit"} <= set(exports[0].partition("?")[2].split("&"))
    rows = browser.get(exports[0]).content.decode("utf-8-sig").splitlines()
    assert len(rows) - 1 >= int(re.search(r"(\d+) solution", page.text)[1])


def test_an_unknown_territory_is_said_with_the_nearest(browser):
    page = browser.open("/?territory=Renes&barrier=mobilite")
    assert "Rennes" in page.text


def test_an_empty_answer_says_where_there_is_something(browser):
    page = browser.open("/?barrier=mobilite&territory=bassin:EX35-08")
    if "Aucune solution connue" in page.text:
        assert "Les plus proches" in page.text
        assert "Ille-et-Vilaine" in page.text


def test_a_solution_says_all_that_is_known(browser):
    page = browser.open(SOLUTION)
    for said in (
        "Préparer un permis",
        "Demandeurs d’emploi",
        "40 € de participation",
        "02 61 91 26 64",
        "Rennes Métropole",
    ):
        assert said in page.text, said
    assert browser.get("/solutions/nothing").status_code == 404


def test_a_solution_prints_as_a_tagged_pdf(browser):
    answer = browser.get(f"{SOLUTION}.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"StructTreeRoot" in answer.content or b"/MarkInfo" in answer.content


def test_zeros_of_the_matrix_say_their_kind(browser):
    text = browser.get("/manques?territory=departement:35").text.partition("</table>")[0]
    zeros = re.findall(r'<td class="l0"><a href="[^"]+">\d+<small>([^<]+)</small>', text)
    assert len(zeros) == text.count('<td class="l0">') > 0
    assert set(zeros) <= {"rien", "à vérifier", "à distance", "zone ?"}


def test_an_unchanged_page_is_not_sent_again(browser):
    tag = browser.get("/manques?territory=departement:35").headers["etag"]
    again = browser.get("/manques?territory=departement:35", headers={"If-None-Match": tag, "Accept": "text/html"})
    assert again.status_code == 304


def test_the_style_sheet_is_kept_for_ever_under_an_address_of_its_own(browser):
    (sheet,) = [a["href"] for a in browser.open("/").all("link") if a["rel"] == "stylesheet"]
    answer = browser.get(sheet)
    assert "immutable" in answer.headers["cache-control"]
    assert "url(" not in answer.text.replace("url(#hatch)", "")
    assert browser.get("/static/../app.py").status_code == 404
    assert browser.get("/static/nothing.css").status_code == 404


def test_a_question_of_the_catalogue_is_a_form_with_its_answer(browser):
    page = browser.open("/donnees/questions/territories/zones")
    assert {"zoning", "day"} <= {attributes.get("name") for attributes in page.all("input")}
    page = browser.open("/donnees/questions/territories/zones?zoning=bassin&day=2026-11-24")
    assert "8 lignes" in page.text
    assert "Brocéliande" in page.text
    assert "« day » vaut « hier »" in browser.open("/donnees/questions/territories/zones?zoning=bassin&day=hier").text


def test_sparql_is_answered_in_a_table(browser):
    page = browser.open(
        "/donnees/sparql?query=SELECT+(COUNT(*)+AS+%3Fn)+%7B+%3Fs+a+%3Chttps://w3id.org/ftgraph/def%23Solution%3E+%7D"
    )
    assert "406" in page.text
    assert (
        "SERVICE"
        in browser.open("/donnees/sparql?query=SELECT+*+%7BSERVICE+%3Chttp://x/%3E+%7B%3Fs+%3Fp+%3Fo%7D%7D").text
    )


def test_a_wrong_address_is_told_on_a_page_to_a_reader_and_as_a_problem_to_a_program(browser, html):
    answer = browser.get("/nothing-here")
    assert answer.status_code == 404
    page = html(answer.text)
    assert page.wrong == []
    assert "Page introuvable" in page.text
    program = browser.get("/nothing-here", headers={"Accept": "*/*"})
    assert program.headers["content-type"] == "application/problem+json"
    assert browser.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"
    assert "Aucune solution" in html(browser.get("/solutions/nothing").text).text


@pytest.mark.checkout
def test_the_bench_asks_for_every_page():
    """`bench/pages.py` names each route that answers with a page, so that none goes unmeasured."""
    found = spec_from_file_location("bench_pages", Path(__file__).parents[2] / "bench" / "pages.py")
    assert found is not None
    assert found.loader is not None
    bench = module_from_spec(found)
    found.loader.exec_module(bench)
    asked = [*bench.PLAIN, *bench.PLACED, *(f"{start}x" for _, start in bench.LISTED)]
    named = {path.partition("?")[0].replace("{place}", "departement:35") for path in asked}
    pages = (
        routes.about_pages,
        routes.contract_pages,
        routes.data_pages,
        routes.governance_pages,
        routes.history_pages,
        routes.indicator_pages,
        routes.map_pages,
        routes.network_pages,
        routes.pages,
        routes.quality_pages,
        routes.reasoning_pages,
        routes.roadmap_pages,
        routes.steering_pages,
        routes.territory_pages,
    )
    known = {name for name in vars(routes) if name.endswith("pages")}
    assert {module.__name__.rpartition(".")[2] for module in pages} == known
    for module in pages:
        for route in module.router().routes:
            if "GET" in route.methods and Path(route.path).suffix == "":
                assert any(route.path_regex.match(path) for path in named), route.path


@pytest.mark.parametrize("text", ["seniors", "habitant d’un QPV", "réfugié"])
def test_a_public_named_in_the_text_is_offered_as_a_filter(browser, text):
    page = browser.get(f"/?{urlencode({'text': text, 'territory': 'departement:35'})}").text
    offered = re.search(r'Filtrer plutôt par\s: <a href="([^"]+)">[^<]+</a> \((\d+)\)', page)
    assert offered, "the words are not lost"
    there = browser.open(offered[1].replace("&amp;", "&"))
    assert f"{offered[2]} solutions" in there.text
    assert "Filtrer plutôt" not in there.text


def test_a_facet_gives_the_number_that_it_tells(browser):
    facets = browser.get("/api/v1/solutions?territory=commune:35024&limit=1").json()["facets"]
    assert len(facets["public"]) > 8
    for each in facets["public"]:
        address = f"/api/v1/solutions?territory=commune:35024&public={each['value']}&limit=1"
        assert browser.get(address).json()["total"] == each["count"], each["label"]


def test_no_value_of_a_facet_is_hidden(browser):
    page = browser.open("/?territory=departement:35")
    assert "Résidents en QPV ou FRR" in page.text.partition("Affiner")[2]


def test_an_empty_answer_does_not_offer_to_refine_it(browser):
    page = browser.open("/?text=seniors&territory=departement:35")
    assert "Aucune solution connue" in page.text
    assert "Affiner" not in page.text


def test_words_that_nothing_answers_are_no_dead_end(browser):
    page = browser.open("/?text=zzzzqqq")
    assert "/?barrier=mobilite" in {a["href"] for a in page.all("a")}


def test_a_reader_who_is_lost_is_not_sent_to_a_program_s_document(browser):
    answer = browser.get("/nulle-part", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert "openapi" not in answer.text
    assert 'href="/plan"' in answer.text
    assert "Page introuvable" in answer.text, "a page is French unless its address asks otherwise"


def test_subjects_of_the_api_have_french_names(browser):
    text = browser.open("/donnees/api").text
    assert "Feuilles de route et besoins" in text
    assert "roadmaps (" not in text


def test_none_is_singular_in_french(browser):
    assert "0 appel ouvert" in browser.open("/contrats?territory=departement:48").text
    assert "0 calls" in browser.open("/contrats?territory=departement:48&lang=en").text
    assert "0 critère\n" in browser.get("/a-propos/accessibilite").text.replace("</li>", "\n")


@pytest.mark.parametrize(
    ("path", "entry", "how"),
    [
        ("/manques", "/manques", "page"),
        ("/comites/national", "/gouvernance", "true"),
        ("/voc.html", "/donnees", "true"),
    ],
)
def test_the_menu_says_where_one_is(browser, path, entry, how):
    current = [(a["href"], a["aria-current"]) for a in browser.open(path).all("a") if a.get("aria-current")]
    assert current == [(entry, how)]


def test_the_second_page_of_a_list_leads_back_to_its_start(browser):
    first = "/?territory=departement:35"
    (more,) = [a["href"] for a in browser.open(first).all("a") if a.get("rel") == "next"]
    page = browser.open(more)
    assert first in [a["href"] for a in page.all("a") if "button" in (a.get("class") or "")]
    assert "sides" not in {each.get("class") for each in page.all("div")}, "nothing stands beside the list"


def test_a_basin_whose_name_is_shared_is_written_in_words(browser):
    (field,) = [
        each for each in browser.open("/?territory=bassin:EX35-01").all("input") if each.get("id") == "territory"
    ]
    assert field["value"] == "bassin Rennes"
