"""Contrats, a contract, Charte: what an agent reads, without scripts."""

import re

import pytest

ON = "on=2026-11-24"
ONE = "/contrats/departement-35-code-du-travail/contrat-local-des-solidarites-2024-2027-exemple"
CALL = "/contrats/local-fougeres/appel-a-manifestation-d-interet-mobilites-solidaires-du-pays-ae145bd7bead"
PAGES = [CALL, f"/contrats?{ON}&territory=departement:35&barrier=mobilite", ONE, f"/charte?{ON}", "/pilotage"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_are_sound_and_links_lead_somewhere(browser, path, language):
    page = browser.open(path if language == "fr" else f"{path}{'&' if '?' in path else '?'}lang=en")
    assert page.wrong == page.open == []
    assert len(page.all("h1")) == 1
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    links = {a["href"] for a in page.all("a") if a["href"].startswith("/")}
    for link in sorted(links):
        assert browser.get(link).status_code in (200, 303), link
    anchors = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
    assert anchors <= set(identifiers)


def test_the_list_and_its_alerts(browser):
    text = browser.open(f"/contrats?{ON}&territory=departement:35").text
    for said in (
        "15 contrats en vigueur et 3 appels ouverts au 24/11/2026",
        "CRTE de Fougères Agglomération 2021-2026 (exemple)",
        "37 jours",
        "rien de déclaré",
        "jamais",
        "Même champ (Mobilité)",
        "Charge par acteur",
        "2\u202f400\u202f000\u00a0€",
    ):
        assert " ".join(said.split()) in text, said


def test_responses_to_calls(browser):
    text = browser.open(f"/contrats?{ON}&territory=departement:35").text
    assert "3 réponses à des appels" in text
    assert "Retenue 13/11/2026 40\u202f000\u00a0€".replace("\u202f", " ").replace("\u00a0", " ") in text.replace(
        "\u202f", " "
    )
    one = browser.open(f"{CALL}?{ON}").text
    assert "CC Couesnon Marches de Bretagne 17/11/2026 En cours d’examen" in one
    assert "Aucune réponse publiée" in browser.open(f"{CALL}?on=2026-11-02").text
    assert "Aucune réponse publiée" not in browser.open(f"{ONE}?{ON}").text, "a contract is not answered"


def test_filters_by_territory_type_party_and_day(browser):
    def count(query):
        return re.search(
            r"(\d+) contrats? en vigueur et (\d+) appels?", browser.open(f"/contrats?{query}").text
        ).groups()

    assert count(f"{ON}&type=crte") == ("1", "0")
    assert count(f"{ON}&type=ami") == ("0", "2")
    assert count(f"{ON}&territory=Foug%C3%A8res%20Agglom%C3%A9ration")[1] == "3"
    assert count("on=2020-01-01&party=pr%C3%A9fecture") == ("1", "0")
    assert count("on=1990-01-01") == ("0", "0")
    assert count(f"{ON}&party=cap%20emploi%20%3B%20DDETS") == ("1", "0")


def test_who_could_fund(browser):
    page = browser.open(f"/contrats?{ON}&territory=departement:35&barrier=famille")
    assert "Fonds" not in page.text
    assert "Garde d’enfants et parentalité" in page.text
    assert any("/api/v1/contracts/funding?" in a["href"] for a in page.all("a"))
    empty = browser.open(f"/contrats?{ON}&barrier=creer-une-entreprise").text
    assert "Élargissez le territoire" in empty


def test_empty_and_unclear_say_what_to_do(browser):
    assert "Voir tous les contrats en vigueur" in browser.open(f"/contrats?{ON}&party=personne%20de%20ce%20nom").text
    assert "Vouliez-vous dire" in browser.open("/contrats?territory=Rennes").text
    assert "n’existe pas" in browser.open("/contrats?type=zzzz").text
    assert browser.get("/contrats/nothing").status_code == 404
    assert "Voir tous les engagements" in browser.open("/charte?actor=personne%20de%20ce%20nom").text


def test_a_contract_says_all_that_is_known(browser):
    text = browser.open(f"{ONE}?{ON}").text
    for said in (
        "en vigueur encore 402 jours",
        "Fonds partagé insertion et petite enfance",
        "conférence des financeurs du 03/03/2026",
        "CAF d’Ille-et-Vilaine 400\u202f000\u00a0€",
        "Cette enveloppe finance aussi",
        "Prend la suite de",
        "Revue de projet à tenir",
    ):
        assert " ".join(said.split()) in text, said
    over = browser.open(f"{ONE}?on=2028-01-01").text
    assert "fini" in over


def test_territory_and_gaps_lead_to_contracts(browser):
    links = {a["href"] for a in browser.open("/territoires/departement:35").all("a")}
    assert "/contrats/departement-35/pacte-des-solidarites-d-ille-et-vilaine" in links
    assert "/contrats?territory=departement:35" in links
    links = {a["href"] for a in browser.open("/manques?territory=departement:35").all("a")}
    assert "/contrats/departement-35/pacte-des-solidarites-d-ille-et-vilaine" in links
    assert "/contrats?territory=departement:35#financer" in links


def test_the_chart_of_the_charter_says_the_same_as_its_table(browser):
    page = browser.get(f"/charte?{ON}").text
    drawn = [int(each) for each in re.findall(r'font-weight="700"[^>]*>(\d+)</text>', page)]
    row = r'<tr><th scope="row">\d\d/\d\d/\d{4}</th>((?:<td class="number">\d+</td>){4})</tr>'
    told = [int(each) for cells in re.findall(row, page) for each in re.findall(r">(\d+)<", cells) if each != "0"]
    assert drawn == told
    assert sum(drawn) == 8 * 4


def test_a_charter_in_english_and_by_state(browser):
    text = browser.open(f"/charte?{ON}&state=not-respected&lang=en").text
    assert "Not respected" in text
    assert "dossier partagé" in text
    assert "Cheops" in text
    assert "Notifier les enveloppes" not in text


def test_an_unchanged_page_is_not_sent_again(browser):
    for path in (f"/contrats?{ON}", ONE, f"/charte?{ON}"):
        headers = {"If-None-Match": browser.get(path).headers["etag"]}
        assert browser.get(path, headers=headers).status_code == 304
