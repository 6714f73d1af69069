"""A published committee's page: who sits, what its check concludes, on which day and against which rule set."""

from datetime import date

import pytest

from ftgraph.committees.around import published
from ftgraph.committees.published_file import published_file
from ftgraph.committees.records import decisions


def test_every_published_committee_is_listed_with_what_its_check_concluded(browser, demo):
    committees = published(demo)
    assert len({each.iri for each in committees}) == len(committees) >= 7
    assert [each.level for each in committees] == sorted((each.level for each in committees), key="NATREGDEPLOC".index)
    page = browser.open("/gouvernance")
    assert {f"/comites/{each.key}" for each in committees} <= {a["href"] for a in page.all("a")}
    for each in committees:
        assert each.label in page.text
        assert each.verdict[1], each.iri
    assert "non conforme" in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_committee_has_a_page(browser, demo, language):
    for each in published(demo):
        page = browser.open(f"/comites/{each.key}?lang={language}")
        assert page.wrong == []
        assert len(page.all("h1")) == 1
        assert each.label in page.text


def test_who_sits_is_told(browser):
    page = browser.open("/comites/departement-35")
    for said in ("Contrôlé pour la date du 01/06/2024", "le président du Conseil départemental", "COPIL", "de droit"):
        assert said in page.text, said
    links = {a["href"] for a in page.all("a")}
    assert "/territoires/departement:35" in links


def test_the_list_and_the_page_conclude_the_same(browser, demo):
    words = {
        "conform": "Conforme :",
        "not-conform": "Non conforme :",
        "conform-as-far-as-decidable": "Conforme pour ce qui a pu être vérifié :",
    }
    for each in published(demo):
        rule_set, conclusion = each.verdict
        page = browser.open(f"/comites/{each.key}?rule_set={rule_set}")
        assert words[conclusion] in page.text, each.iri


def test_another_day_and_another_rule_set_may_be_asked(browser):
    page = browser.open("/comites/departement-35?on=2026-11-24&rule_set=both")
    assert "Contrôlé pour la date du 24/11/2026" in page.text
    assert "Référentiel Code du travail" in page.text
    assert "Référentiel Préfiguration 2023" in page.text
    assert {"name": "on", "type": "date", "id": "on", "value": "2026-11-24"} in page.all("input")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/comites/rien", 404),
        ("/comites/..%2Fconfig", 404),
        ("/comites/national?on=0001-01-01", 422),
        ("/comites/national?on=9999-12-31", 422),
        ("/comites/national?on=hier", 422),
        ("/comites/national?rule_set=x", 422),
        ("/comites/national?nothing=1", 422),
    ],
)
def test_what_does_not_exist_or_makes_no_sense_is_refused(browser, path, status):
    expected = (400, 422) if status == 422 else (404,)
    assert browser.get(path).status_code in expected


def test_an_unchanged_page_is_not_sent_again_and_a_day_is_not_another(browser):
    headers = {"If-None-Match": browser.get("/comites/national").headers["etag"]}
    assert browser.get("/comites/national", headers=headers).status_code == 304
    assert browser.get("/comites/national?on=2025-01-15", headers=headers).status_code == 200


def test_what_is_checked_is_what_was_published(demo, demo_settings):
    file = published_file(demo, demo_settings.base, "local-vitre")
    assert file.faults == ()
    assert "https://w3id.org/ftgraph/id/committee/local-vitre/" in file.data
    assert "https://w3id.org/ftgraph/id/committee/local-fougeres/" not in file.data
    (vitre,) = [each for each in published(demo) if each.key == "local-vitre"]
    assert vitre.checked_on >= date(2026, 1, 1)


def test_the_roadmap_and_its_actions_are_told(browser):
    page = browser.open("/comites/departement-35")
    told = (
        "Agenda 2024 agenda annuel d’actions, du 01/01/2024 au 31/12/2024 Permanences dans les quartiers prioritaires"
    )
    assert told in page.text
    assert "France Travail Bretagne, échéance le 30/09/2024" in page.text
    assert "13/01/2026 – Feuille de route régionale de 2026" in browser.open("/comites/region-53").text


def test_votes_are_summed_by_direction():
    class Told:
        """A graph that tells one deliberation and three votes."""

        def select(self, query):
            vote = "https://w3id.org/ftgraph/voc/vote-choice/"
            if "ft:voteOn" in query:
                return [["d", f"v{n}", vote + way, str(n), None] for n, way in ((3, "for"), (2, "for"), (4, "against"))]
            return [["c", "d", "Programme", "m", "2026-01-20", None, "false"]]

    (decision,) = decisions(Told(), ["https://w3id.org/ftgraph/id/committee/a/b"])
    assert (decision.title, decision.held_on) == ("Programme", date(2026, 1, 20))
    assert dict(decision.votes) == {"for": 5, "against": 4}


def test_who_sits_where_is_found_by_a_part_of_the_name(browser):
    page = browser.open("/gouvernance/sieges?who=CAF")
    assert "Karine Urvoy" in page.text
    assert "/comites/departement-35" in {a["href"] for a in page.all("a")}
    assert "trop court" in browser.open("/gouvernance/sieges?who=a").text
    assert "Personne de ce nom" in browser.open("/gouvernance/sieges?who=zzzzzz").text
    assert browser.get("/gouvernance/sieges?on=hier").status_code in (400, 422)


def test_an_action_past_its_day_is_said_to_be_late(browser):
    """As its roadmap says, on the day that the page is for."""
    page = browser.open("/comites/departement-35-code-du-travail?on=2026-11-24")
    assert "échéance le 15/10/2026 en retard" in page.text
    assert "échéance le 30/06/2026 faite" in page.text
    assert "en retard" not in browser.open("/comites/departement-35-code-du-travail?on=2026-06-01").text
