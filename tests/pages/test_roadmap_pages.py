"""The pages on needs, on roadmaps and on the history of a thing."""

import pytest

DAY = "on=2026-11-24"


def test_needs_in_every_state_with_their_age_and_path(browser):
    page = browser.open(f"/besoins?{DAY}")
    states = ("Ouvert (1)", "Remonté (1)", "Confié à une expérimentation (1)", "Clos (3)")
    for said in (*states, "reçu le 09/06/2026", "287"):
        assert said in page.text, said
    narrowed = browser.open(f"/besoins?{DAY}&state=raised&committee=region-53")
    assert "Garde d’enfants avant 7 heures" in narrowed.text
    assert "Ouvert (" not in narrowed.text
    assert "Aucun besoin" in browser.open("/besoins?on=2025-01-01").text


def test_a_committee_tells_its_axes_its_calendar_and_its_deliverables(browser):
    page = browser.open(f"/feuilles-de-route?committee=local-fougeres&{DAY}")
    for said in (
        "Aller vers",
        "en retard",
        "faite",
        "attendu pour le 31/12/2026",
        "Règlement intérieur",
        "R. 5311-45",
    ):
        assert said in page.text, said
    assert "Co-présidence, par l’État" in page.text
    links = {a["href"] for a in page.all("a")}
    assert "/api/v1/roadmaps/local-fougeres?format=ics" in links
    assert "/besoins?committee=local-fougeres&on=2026-11-24" in links
    earlier = browser.open("/feuilles-de-route?committee=departement-35&on=2024-06-01")
    assert "2023" in earlier.text
    assert "en retard" in earlier.text


def test_the_overview_counts_what_is_late(browser):
    page = browser.open(f"/feuilles-de-route?{DAY}")
    assert "Tenir les permanences sur les marchés" in page.text
    assert "/feuilles-de-route?committee=region-53&on=2026-11-24" in {a["href"] for a in page.all("a")}
    assert browser.get("/feuilles-de-route?committee=nothing").status_code == 404


def test_steering_and_committees_lead_there(browser):
    assert {"/feuilles-de-route", "/besoins"} <= {a["href"] for a in browser.open("/pilotage").all("a")}
    links = {a["href"] for a in browser.open("/comites/local-fougeres").all("a")}
    assert "/feuilles-de-route?committee=local-fougeres" in links
    assert any(href.startswith("/historique?de=") for href in links)


@pytest.mark.parametrize("thing", ["local-fougeres", "bassin", "bassin:EX35-04", "departement:35"])
def test_the_history_of_a_thing(browser, thing):
    page = browser.open(f"/historique?de={thing}")
    assert page.wrong == []
    assert "Publications consignées depuis le" in page.text
    for link in page.all("a"):
        if (link["href"] or "").startswith("/historique?de="):
            assert browser.get(link["href"].replace("&amp;", "&")).status_code == 200
            break


def test_fiches_lead_to_their_history(browser):
    for path in ("/territoires/departement:35", "/solutions/exemple-35--garde-horaires-decales"):
        answer = browser.get(path)
        if answer.status_code == 200:
            assert "/historique?de=" in answer.text
    assert browser.get("/historique?de=zzz").status_code == 404
    assert "De quoi" in browser.open("/historique").text


def test_a_history_is_found_by_name(browser):
    for name in ("Comité local pour l'emploi de Fougères", "Ille-et-Vilaine"):
        assert "Historique : " in browser.open(f"/historique?de={name}").text
    shared = browser.get("/historique?de=Rennes")
    assert shared.status_code == 400
    assert ">Rennes\u00a0– commune 35238</a>" in shared.text
    assert "departement:35" in browser.get("/historique?de=zzzzz").text
