"""`/a-propos/faits`: each fact with what carries it; pages declare what they show."""

import re

import pytest

from ftgraph_api.pages import declared

PAGES = list(declared.pages())


def test_the_list_leads_to_each_fact_once(browser):
    page = browser.open("/a-propos/faits")
    led = [each["href"] for each in page.all("a") if (each["href"] or "").startswith("/a-propos/faits/")]
    assert len(led) == len(set(led)) == 181
    assert "Tous sont portés" in page.text
    assert "P8.17 – Comité de pilotage départemental termes 10" in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fact_has_its_page_and_its_links_lead_somewhere(browser, language):
    page = browser.open(f"/a-propos/faits/P8.16?lang={language}")
    assert page.wrong == []
    assert "R-DEP-09" in page.text
    kinds = set()
    for link in (each["href"] or "" for each in page.all("a")):
        if link.startswith(("/doc/", "/voc/", "/donnees/", "/gouvernance?", "/territoires/", "/a-propos/faits/")):
            kinds.add(link.split("/")[1])
            assert browser.get(link).status_code == 200, link
    assert {"doc", "voc", "donnees", "territoires", "a-propos"} <= kinds


def test_a_fact_that_does_not_exist_is_not_found(browser):
    answer = browser.get("/a-propos/faits/P99.1")
    assert answer.status_code == 404
    assert "P1.1 à P14.1" in answer.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.carrier.name)
def test_a_page_that_declares_facts_is_there(browser, page):
    assert page.facts
    assert len(set(page.facts)) == len(page.facts)
    browser.open(page.carrier.name)


def test_governance_declares_the_facts_that_it_cites(browser):
    (governance,) = (each for each in PAGES if each.carrier.name == "/gouvernance")
    page = browser.open("/gouvernance")
    cited = {each["id"] or "" for each in page.all("dt") if "id" in each}
    cited |= {re.split(r"[#/]", each["href"] or "")[-1] for each in page.all("a")}
    assert set(governance.facts) == {each for each in cited if re.fullmatch(r"P\d+\.\d+", each)}
