"""`/raisonnement` and « Classé par raisonnement » on the page of a thing."""

import pytest

CONTRACT = "/doc/contract/departement-35/pacte-des-solidarites-d-ille-et-vilaine.html"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_follows_is_listed_with_its_reasons(browser, language):
    page = browser.open(f"/raisonnement?lang={language}")
    assert page.wrong == []
    assert "Pacte des solidarités d’Ille-et-Vilaine" in page.text
    said = {"fr": "est dit « service de l’État »", "en": "is said to be “State service”"}[language]
    assert said in page.text
    for link in (each["href"] or "" for each in page.all("a")):
        if link.startswith(("/doc/", "/def/", "/api/")):
            assert browser.get(link).status_code == 200, link


def test_a_place_that_does_not_exist_is_told(browser):
    assert "Aucun territoire « nullepart »" in browser.open("/raisonnement?territory=nullepart").text


def test_the_page_of_a_thing_says_what_it_is_classed_as(browser):
    assert "Classé par raisonnement" in browser.open(CONTRACT).text
    assert "Classé par raisonnement" not in browser.open("/doc/commune/35238.html").text


def test_steering_leads_there(browser):
    assert "/raisonnement" in {each["href"] for each in browser.open("/pilotage").all("a")}
