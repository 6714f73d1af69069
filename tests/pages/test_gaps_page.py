"""Manques: from a cell to its list, by public, as it ages, beside another territory, and who is to act."""

import re

import pytest

PLACE = "/manques?territory=departement:35"


def rows(text: str) -> list[list[str]]:
    """The cells' texts of every table row."""
    return [
        [re.sub(r"<[^>]+>", " ", cell).split() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
        for row in re.findall(r"<tr>(.*?)</tr>", text, re.S)
    ]


def test_a_cell_leads_to_its_list(browser):
    text = browser.get(PLACE).text
    cells = re.findall(r'<td class="l\d"><a href="([^"]+)">(\d+)', text)
    assert len(cells) > 8 * 16
    for address, count in [*cells[:10], *cells[-6:]]:
        page = browser.open(address.replace("&amp;", "&"))
        said = "Aucune solution connue" if count == "0" else f"{count} solution"
        assert said in page.text, address


def test_the_need_leads_to_who_is_to_act(browser):
    page = browser.open(PLACE)
    links = {a["href"] for a in page.all("a")}
    assert {"/comites/departement-35-code-du-travail", "/comites/local-fougeres"} <= links
    assert "Pacte des solidarités d’Ille-et-Vilaine" in page.text
    elsewhere = browser.open("/manques?territory=departement:48")
    assert "se porte au comité local" in elsewhere.text


def test_two_territories_stand_side_by_side(browser):
    page = browser.open(f"{PLACE}&beside=Finistère")
    assert "Ille-et-Vilaine et Finistère" in page.text
    assert "pour 100 000 habitants" in page.text
    found = browser.get("/api/v1/solutions?territory=departement:29&barrier=mobilite&limit=1").json()["total"]
    row = next(row for row in rows(browser.get(f"{PLACE}&beside=Finistère").text) if row[0] == ["Mobilité"])
    assert row[1][0] == "47"
    assert row[3][0] == str(found)


def test_an_unknown_second_territory_is_said_with_what_was_typed(browser):
    page = browser.open(f"{PLACE}&beside=Finistere-sud")
    assert "Aucun territoire" in page.text
    values = {a.get("id"): a.get("value") for a in page.all("input")}
    assert values["territory"] == "Ille-et-Vilaine"
    assert values["beside"] == "Finistere-sud"


def test_what_ages_is_told_for_the_year_to_come(browser):
    text = browser.get(PLACE).text
    row = [row for row in rows(text) if row[0] == ["Mobilité"]][-1]
    counts = [int(cell[0]) for cell in row[1:]]
    assert len(counts) == 4
    assert counts == sorted(counts, reverse=True)
    fresh = browser.get("/api/v1/solutions?territory=departement:35&barrier=mobilite&freshness=up-to-date&limit=1")
    assert counts[0] == fresh.json()["total"]


def test_an_earlier_publication_is_compared_with(browser, demo):
    page = browser.open(f"{PLACE}&before=1")
    assert "Publication 1" in page.text
    assert browser.get(f"{PLACE}&before=99").status_code in (400, 422)


def test_by_public_the_numbers_are_those_of_the_list(browser):
    text = browser.get(PLACE).text
    address, count = re.search(r'href="([^"]*barrier=mobilite&amp;public=jeunes)">(\d+)', text).groups()
    found = browser.open(address.replace("&amp;", "&"))
    assert f"{count} solution" in found.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_territory_it_asks_for_one(browser, language):
    page = browser.open(f"/manques?lang={language}")
    assert page.wrong == []
    assert "/manques?territory=departement:35" in {a["href"] for a in page.all("a")}


@pytest.mark.parametrize(
    ("territory", "zoning", "said"),
    [
        ("country:FR", "departement", "France – Départements"),
        ("region:53", "arrondissement", "Bretagne – Arrondissements"),
    ],
)
def test_a_territory_is_not_judged_by_the_basins_of_a_part_of_it(browser, territory, zoning, said):
    page = browser.open(f"/manques?territory={territory}")
    assert said in page.text
    files = [a["href"] for a in page.all("a") if a["href"].startswith("/api/v1/coverage.")]
    assert files
    assert all(f"zoning={zoning}" in each for each in files)


def test_the_country_has_its_own_committee(browser):
    assert "/comites/national" in {a["href"] for a in browser.open("/manques?territory=country:FR").all("a")}


def test_each_word_of_a_cell_is_explained(browser):
    assert "rien aucune solution connue" in browser.open(PLACE).text
