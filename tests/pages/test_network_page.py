"""Before and after the committees, as a reader of the site sees it."""

import pytest

ASKED = "/reseau?territory=departement:35&on=2026-11-24"


@pytest.fixture(scope="module")
def page(browser):
    return browser.open(ASKED)


def test_the_figures_and_what_to_do_are_there(page):
    assert "Avant : 8 instances, 20 acteurs, 32 réunions par an." in page.text
    assert "Réunions épargnées par an : 32 − 22 = 10." in page.text
    assert "Réunir" in page.text
    assert "sur 100" in page.text
    assert "MDPH d’Ille-et-Vilaine" in page.text
    for jargon in ("betweenness", "centralité", "modularité", "bipartite", "arête"):
        assert jargon not in page.text.lower()


def test_the_drawing_has_its_numbers_in_a_table(page):
    (drawing,) = [each for each in page.all("svg") if each.get("role") == "img"]
    assert "8 instances avant" in drawing["aria-label"]
    assert {"chiffres", "territoires", "sieges", "reunions-avant", "reunions-apres"} <= {
        each.get("id") for _, each in page.tags
    }
    assert all("scope" in each for each in page.all("th"))
    tables = page.all("table")
    named = [each for each in tables if each.get("aria-labelledby") or each.get("aria-label")]
    assert len(named) + len(page.all("caption")) == len(tables) > 8, "each has a title"


def test_the_downloads_are_those_of_the_question(page, browser):
    files = [each["href"] for each in page.all("a") if (each["href"] or "").startswith("/api/v1/network.")]
    assert len(files) == 4
    assert all("departement:35" in each for each in files)
    assert browser.get(files[-1]).status_code == 200


def test_an_actor_leads_to_its_page(page, browser):
    links = [each["href"] for each in page.all("a") if (each["href"] or "").startswith("/reseau/")]
    link = next(each for each in links if "caf-d-ille" in each)
    assert "territory=departement:35" in link
    found = browser.open(link)
    assert "CAF d’Ille-et-Vilaine" in found.text
    assert "Son départ" in found.text
    assert "Préfecture d’Ille-et-Vilaine" in found.text  # never in one room with it
    moved = browser.get("/reseau?acteur=CAF&territory=departement:35")
    assert moved.status_code == 303
    assert browser.get(moved.headers["location"]).status_code == 303
    assert browser.get("/reseau/zzzz").status_code == 404


def test_a_territory_that_is_not_known_and_one_without_a_body(browser):
    assert "nullepart" in browser.open("/reseau?territory=nullepart").text
    assert "Aucune instance n’est publiée" in browser.open("/reseau?territory=departement:75").text
    assert "Before: 8 bodies" in browser.open(f"{ASKED}&lang=en").text


def test_steering_leads_here(browser):
    assert "/reseau" in {each["href"] for each in browser.open("/pilotage").all("a")}
