"""Territoire: what it is made of, its numbers the same as those of the matrix and of the list, its committees."""

import re
from datetime import date

import pytest

from ftgraph.contracts import in_force
from ftgraph.coverage import coverage
from ftgraph.needs import needs

PLACES = ["departement:35", "bassin:EX35-08", "epci:243500139", "region:53", "country:FR", "arrondissement:353"]


def test_a_departement_is_told(browser):
    page = browser.open("/territoires/departement:35")
    assert page.wrong == []
    for said in ("Ille-et-Vilaine", "département", "332", "406 solutions", "Bretagne", "EPCI (18)"):
        assert said in page.text, said
    links = {a["href"] for a in page.all("a")}
    assert {"/territoires/region:53", "/territoires/epci:243500139", "/territoires/commune:35238"} <= links
    assert "/manques?territory=departement:35" in links


@pytest.mark.parametrize("reference", [*PLACES, "commune:35238"])
def test_links_lead_somewhere_and_the_total_is_that_of_the_list(browser, reference):
    page = browser.open(f"/territoires/{reference}")
    told = int(re.search(r"([\d\u202f]+) solutions?", page.text)[1].replace("\u202f", ""))
    found = browser.get(f"/api/v1/solutions?territory={reference}&limit=1").json()
    assert told == found["total"]
    for link in [a["href"] for a in page.all("a") if a["href"].startswith("/")][:40]:
        assert browser.get(link).status_code == 200, link


@pytest.mark.parametrize("reference", PLACES)
def test_numbers_are_those_of_the_matrix(demo_index, demo_settings, day, reference):
    place = demo_index.territories.resolve(reference, day)
    matrix = coverage(
        demo_index, territory=reference, zoning=place.kind, today=day, stale_days=demo_settings.stale_days
    )
    (row,) = [cells for zone, cells in zip(matrix.zones, matrix.cells, strict=True) if zone.value == reference]
    expected = {barrier.value: cell for barrier, cell in zip(matrix.barriers, row, strict=True)}
    found = needs(demo_index, place, today=day, stale_days=demo_settings.stale_days)
    assert {each.barrier.notation: each.cell for each in found} == expected
    assert sum(cell.total for cell in expected.values()) > 0


def test_the_map_says_the_same_as_its_table(browser):
    text = browser.get("/territoires/departement:35").text
    shapes = dict(re.findall(r"<title>([^<]+) : (\d+)</title>", text))
    rows = dict(re.findall(r'<a href="[^"]+">([^<]+)</a></th><td class="number">(\d+)</td></tr>', text))
    assert len(shapes) == 8
    assert shapes == rows


def test_a_name_opens_its_territory(browser):
    answer = browser.get("/territoires?territory=Ille-et-Vilaine")
    assert (answer.status_code, answer.headers["location"]) == (303, "/territoires/departement:35")
    answer = browser.get("/territoires/Ille-et-Vilaine?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/territoires/departement:35?lang=en")


def test_names_are_sorted_accents_apart(browser):
    links = [a["href"] for a in browser.open("/territoires").all("a") if "/region:" in a["href"]]
    assert links.index("/territoires/region:11") < links.index("/territoires/region:28"), "Île-de-France, Normandie"


def test_a_name_that_several_bear_asks_which(browser):
    page = browser.open("/territoires?territory=Rennes")
    assert "désigne plusieurs territoires" in page.text
    assert "/territoires/commune:35238" in {a["href"] for a in page.all("a")}


def test_what_does_not_exist_is_not_found(browser):
    assert browser.get("/territoires/departement:00").status_code == 404
    assert browser.get("/territoires/%3Cscript%3E").status_code == 404
    assert "<script>" not in browser.get("/territoires?territory=%3Cscript%3E").text


def test_committees_of_the_territory_and_around_it(browser):
    text = browser.open("/territoires/departement:35").text
    assert "Comité départemental pour l’emploi d’Ille-et-Vilaine Départemental, de ce territoire" in text
    assert "Comité régional pour l’emploi de Bretagne Régional, d’un territoire plus large" in text
    assert "Comité local pour l’emploi de Vitré Local, d’une partie du territoire" in text


def test_a_committee_that_has_ended_comes_after_those_in_force_and_is_said_so(browser):
    page = browser.open("/territoires/departement:35?on=2026-11-24")
    ended = page.text.index("Comité France Travail départemental d’Ille-et-Vilaine Départemental, de ce territoire")
    assert page.text[ended:].partition("territoire")[2].startswith(" a pris fin le 16/09/2024")
    assert page.text.index("Comité local pour l’emploi de Vitré") < ended
    before = browser.open("/territoires/departement:35?on=2024-06-01")
    assert "Comité local pour l’emploi de Vitré Local, d’une partie du territoire installé le 07/01/2026" in before.text
    assert "a pris fin le" not in before.text
    links = {a["href"] for a in before.all("a")}
    assert "/comites/departement-35?on=2024-06-01" in links
    assert "/contrats?territory=departement:35&on=2024-06-01" in links
    assert (
        browser.get("/territoires/35?on=2024-06-01").headers["location"] == "/territoires/departement:35?on=2024-06-01"
    )


def test_contracts_in_force_are_told_with_their_last_day(browser, demo):
    text = browser.open("/territoires/departement:35").text
    told = "Pacte des solidarités d’Ille-et-Vilaine Pacte des solidarités, de ce territoire, jusqu’au 31/12/2027"
    assert told in text
    elsewhere = browser.open("/territoires/region:11").text
    assert "Pacte des solidarités d’Ille-et-Vilaine" not in elsewhere
    assert "Convention tripartite État – Unédic – France Travail" in elsewhere, "it covers the whole country"
    assert "Pacte des solidarités d’Ille-et-Vilaine" not in [each.title for each in in_force(demo, date(2023, 12, 31))]
    assert "Pacte des solidarités d’Ille-et-Vilaine" in [each.title for each in in_force(demo, date(2027, 12, 31))]
    assert "Pacte des solidarités d’Ille-et-Vilaine" not in [each.title for each in in_force(demo, date(2028, 1, 1))]


def test_what_an_import_removed_is_named_where_it_answered(edited_demo, open_browser):
    settings, names = edited_demo
    opened = open_browser(settings)
    text = opened.open("/territoires/commune:35238").text
    assert "1 ajoutée, 1 modifiée, 1 retirée" in text
    assert f"Retirées : {names['removed']}" in text
    assert "retirée" not in opened.open("/territoires/commune:35288").text


def test_in_english(browser):
    assert "Inhabitants" in browser.open("/territoires/departement:35?lang=en").text


def test_an_address_that_several_bear_asks_which(browser):
    answer = browser.get("/territoires/Rennes")
    assert answer.status_code == 404
    assert ">Rennes\u00a0– commune 35238</a>" in answer.text


def test_gaps_are_told_kind_by_kind(browser):
    text = browser.open("/territoires/departement:48").text
    assert "À combler ( à distance seulement ) : Numérique" in text
    assert "À combler ( rien ) : Choisir un métier" in text
