"""Indicateurs: charts whose numbers stand in tables, comparisons, doubles; what a territory's page tells of them."""

import re

PLACE = "/indicateurs?territory=departement:35"


def test_the_page_opens_on_the_core_and_what_redoubles(browser):
    page = browser.open("/indicateurs")
    for said in ("Taux de pourvoi des offres d’emploi", "Le socle commun", "Offres satisfaites", "unités différentes"):
        assert said in page.text, said
    assert "un observatoire inventé" in page.text
    assert "/indicateurs?territory=departement:35" in {a["href"] for a in page.all("a")}


def test_a_dashboard_has_the_rate_first_and_every_chart_its_table(browser):
    text = browser.get(f"{PLACE}&by=operator").text
    first = text.index('class="card central"')
    assert text.index("Taux de pourvoi des offres d’emploi", first) < text.index('class="card"', first)
    for section in re.findall(r"<section.*?</section>", text, re.DOTALL):
        table = re.search(r"<table.*?</table>", section, re.DOTALL)
        assert table
        cells = re.sub("<[^>]+>", " ", table[0])
        for title in re.findall(r"<title>([^<]+)\u202f: ([^<]+)</title>", section):
            assert title[1] in cells, title
    assert "Exemple illustratif" in text


def test_files_are_offered(browser):
    links = {a["href"] for a in browser.open(PLACE).all("a")}
    for name in ("csv", "xlsx", "json"):
        (address,) = [each for each in links if each.startswith("/api/v1/dashboard") and f"format={name}" in each]
        assert browser.get(address).status_code == 200


def test_territories_are_compared(browser):
    page = browser.open(f"{PLACE}&level=bassin")
    assert "Territoires classés" in page.text
    assert "/indicateurs?territory=bassin:EX35-01" in {a["href"] for a in page.all("a")}


def test_two_territories_are_compared(browser):
    page = browser.open(f"{PLACE}&with=departement:22")
    assert "Côtes-d’Armor" in page.text
    (address,) = [a["href"] for a in page.all("a") if "/comparison?" in a["href"] and "format=csv" in a["href"]]
    assert browser.get(address).status_code == 200
    assert "Aucun territoire" in browser.open(f"{PLACE}&with=nullepart").text


def test_what_is_not_understood_is_said_on_the_page(browser):
    assert "Valeurs possibles" in browser.open(f"{PLACE}&operator=zzz").text
    assert "Aucun territoire" in browser.open("/indicateurs?territory=nullepart").text
    assert "Aucune valeur" in browser.open("/indicateurs?territory=departement:48").text


def test_the_page_of_a_territory_tells_its_values(browser):
    page = browser.open("/territoires/departement:35")
    assert "Indicateurs mesurés" in page.text
    assert "82,8" in page.text
    assert "masquée" in browser.open("/territoires/bassin:EX35-07").text
    assert "Indicateurs mesurés" not in browser.open("/territoires/departement:48").text


def test_the_menu_leads_there(browser):
    assert "/indicateurs" in {a["href"] for a in browser.open("/pilotage").all("a")}


def test_a_territory_is_not_told_the_contradictions_of_others(browser):
    assert "se contredisent" not in browser.open("/indicateurs?territory=departement:48").text
    here = browser.open(PLACE).text
    assert "se contredisent" in here
    assert "Finistère" not in here.partition("se contredisent")[2]


def test_values_that_differ_have_their_unit(browser):
    assert "un observatoire inventé\u00a0: 33,0\u00a0jours" in browser.get("/indicateurs").text
