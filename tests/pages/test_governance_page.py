"""Gouvernance: the diagram and the list say the same, every expectation names a source that the page holds."""

import re

import pytest


@pytest.fixture(scope="module")
def page(browser):
    return browser.open("/gouvernance")


def test_both_diagrams_lead_to_the_four_levels(page):
    anchors = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    drawn = [attributes["aria-label"] for attributes in page.all("svg")]
    assert drawn == ["Préfiguration 2023", "Code du travail"]
    assert len(page.all("rect")) == 8
    levels = [
        attributes["href"] for attributes in page.all("a") if attributes["href"] in ("#NAT", "#REG", "#DEP", "#LOC")
    ]
    assert levels == ["#NAT", "#REG", "#DEP", "#LOC"] * 2
    assert {level.removeprefix("#") for level in levels} <= anchors


def test_every_source_cited_is_on_the_page(page):
    anchors = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    cited = {a["href"].removeprefix("#") for a in page.all("a") if re.fullmatch(r"#[PLR]\d.*", a["href"])}
    assert {"P8.17", "P9.7", "L5311-10", "R5311-23", "R5311-24"} <= cited
    assert cited <= anchors
    told = [a["href"] for a in page.all("a") if a["href"].startswith("https://www.legifrance.gouv.fr/")]
    assert len(told) == len({each for each in cited if each[0] in "LR"})


def test_what_changed_is_said(page):
    for said in (
        "La formation «\u202fcomité de pilotage (COPIL)\u202f» n’est plus prévue.",
        "La formation «\u202fbureau\u202f» est désormais prévue (au moins 3 réunions par an).",
        "Le secrétariat passe de «\u202fOpérateur\u202f» à «\u202fDGEFP et Ministère chargé de l’emploi\u202f».",
    ):
        assert " ".join(said.split()) in page.text, said


def test_cadences_votes_and_ceilings_are_told(page):
    for said in ("8 à 10 réunions par an", "1 à 2 réunions par an", "14 voix", "sans voix délibérative", "27 au plus"):
        assert said in page.text, said


def test_in_english(browser):
    text = browser.open("/gouvernance?lang=en").text
    assert "Departmental committee for employment" in text
    assert "8 to 10 meetings a year" in text
    assert "is no longer expected" in text


def test_an_unchanged_page_is_not_sent_again(browser):
    headers = {"If-None-Match": browser.get("/gouvernance").headers["etag"]}
    assert browser.get("/gouvernance", headers=headers).status_code == 304
    assert browser.get("/gouvernance?lang=en", headers=headers).status_code == 200


def test_on_a_day_the_rule_sets_and_the_committees_of_that_day(browser):
    page = browser.open("/gouvernance?on=2024-06-01")
    assert "En vigueur le 01/06/2024 : Préfiguration 2023, Code du travail." in page.text
    standing, _, others = page.text.partition("ne siègent pas ce jour-là")
    assert "Comité France Travail départemental d’Ille-et-Vilaine" in standing
    assert "Comité local pour l’emploi de Fougères – Local installé le 07/01/2026" in others
    assert any(a["href"] == "/comites/departement-35?on=2024-06-01" for a in page.all("a")), "links keep the day"
    assert any(a["href"] == "/gouvernance/sieges?on=2024-06-01" for a in page.all("a"))
    now = browser.open("/gouvernance?on=2026-11-24").text
    assert "Comité France Travail départemental d’Ille-et-Vilaine – Départemental a pris fin le 16/09/2024" in now
    assert "Aucun des deux référentiels ne valait ce jour-là." in browser.open("/gouvernance?on=2020-01-01").text
    assert browser.get("/gouvernance?on=24/11/2026").status_code == 400


def test_a_function_that_can_leave_no_trace_says_why(page):
    assert page.text.count("Aucune trace possible :") == 2


def test_a_fact_that_is_cited_leads_to_its_page(browser):
    assert "/a-propos/faits/P1.9" in {a["href"] for a in browser.open("/gouvernance").all("a")}
