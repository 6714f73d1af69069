"""The pages of a solution and of a structure: what they tell, where an error is reported, the RDF one click away."""

import json
import re

SOLUTION = "exemple-35--preparer-le-code-de-la-route-en-petit-groupe-auto-ecole-rennes"
STRUCTURE = "exemple-35--auto-ecole-rennes"


def test_a_solution_leads_to_its_structure_and_to_its_rdf(browser):
    page = browser.open(f"/solutions/{SOLUTION}")
    links = {a["href"] for a in page.all("a")}
    assert f"/structures/{STRUCTURE}" in links
    assert "/territoires/commune:35238" in links
    assert browser.get(f"/doc/solution/{SOLUTION}.ttl").status_code == 200
    assert "Exemple illustratif – Ille-et-Vilaine" in page.text
    assert any((link or "").startswith("mailto:") and "Erreur" in link for link in links)
    assert page.all("svg")[0]["class"] == "qr"


def test_a_structure_tells_its_hours_in_words_and_lists_its_solutions(browser):
    page = browser.open(f"/structures/{STRUCTURE}")
    assert page.wrong == []
    assert "du lundi au vendredi de 9 h à 12 h et de 14 h à 18 h 30" in page.text
    assert "Bâtiment B" in page.text
    assert f"/solutions/{SOLUTION}" in {a["href"] for a in page.all("a")}
    assert "Opening hours" in browser.open(f"/structures/{STRUCTURE}?lang=en").text
    assert browser.get("/structures/nobody").status_code == 404


def test_the_sheet_is_in_the_language_of_the_page(browser):
    for language in ("fr", "en"):
        answer = browser.get(f"/solutions/{SOLUTION}.pdf?lang={language}")
        assert answer.content.startswith(b"%PDF")


def test_the_list_is_printed_too(browser):
    answer = browser.get("/api/v1/solutions.pdf?text=pas+le+permis&territory=departement:35")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_an_empty_answer_says_what_is_near_and_what_else_there_is(browser):
    page = browser.open("/?barrier=mobilite&territory=bassin:EX35-08")
    assert "Aucune solution connue" in page.text
    for said in ("Les plus proches", "Le même besoin, plus largement", "Ille-et-Vilaine : 47", " km"):
        assert said in page.text, said
    narrower = browser.open("/?barrier=sante--addictions&territory=bassin:EX35-08")
    assert "Besoins voisins, couverts ici" in narrower.text


def test_an_unknown_public_offers_publics(browser):
    page = browser.open("/?territory=departement:35&public=jeune-s")
    assert "/?territory=departement:35&public=jeunes" in {a["href"] for a in page.all("a")}


def test_names_that_several_territories_bear_are_told_apart(browser):
    page = browser.open("/?barrier=mobilite&territory=Rennes")
    assert "Rennes – commune 35238" in page.text
    assert "Rennes – arrondissement" in page.text


def test_a_solution_is_described_for_search_engines(browser):
    text = browser.get(f"/solutions/{SOLUTION}").text
    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    described = json.loads(said)
    assert (described["@context"], described["@type"]) == ("https://schema.org", "Service")
    assert described["@id"].endswith(SOLUTION)
    assert described["provider"]["name"]
    assert "<" not in said
