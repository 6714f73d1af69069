"""Tasks of the deck's missions, each from the home page in at most four steps (docs/usability.md).

A step is a link that is read on the page, or a form that is filled in and sent. The pages are asked as a browser
without scripts would.
"""

import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlencode, urljoin

import pytest

MOST_STEPS = 4
_MOST_WAITS = 10
Step = Callable[["Visit"], None]


class Visit:
    """Someone on the site: the page they are on."""

    def __init__(self, browser) -> None:
        self._browser = browser
        self.address = "/"
        self.type = ""
        self.text = ""
        self.go("/")

    def go(self, address: str) -> None:
        self.address = urljoin(self.address, address)
        for _ in range(_MOST_WAITS):
            answer = self._browser.get(self.address.partition("#")[0], follow_redirects=True)
            if answer.status_code != 503:  # a file that is being made: it says when to come back
                break
        assert answer.status_code == 200, (self.address, answer.status_code)
        self.address = f"{answer.url.raw_path.decode()}#{self.address.partition('#')[2]}"
        self.type = answer.headers["content-type"].partition(";")[0]
        self.text = answer.text if self.type == "text/html" else ""

    @property
    def words(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.text)).split())


def click(text: str) -> Step:
    """The link that reads so, or begins so."""

    def step(visit: Visit) -> None:
        links = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', visit.text, re.S)
        read = [(html.unescape(re.sub(r"<[^>]+>", "", label)).strip(), html.unescape(to)) for to, label in links]
        exact = [to for label, to in read if label == text] or [to for label, to in read if label.startswith(text)]
        assert exact, f"no link « {text} » on {visit.address}"
        visit.go(exact[0])

    return step


def send(action: str, **fields: str) -> Step:
    """The form of that address, with some fields filled in; they are on the page."""

    def step(visit: Visit) -> None:
        assert f'action="{action}"' in visit.text or not action, f"no form to {action} on {visit.address}"
        for name in fields:
            assert f'name="{name}"' in visit.text, name
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', visit.text)
        here = re.split("[?#]", visit.address)[0]
        visit.go(f"{action or here}?{urlencode([*hidden, *fields.items()])}")

    return step


TASKS: Sequence[tuple[str, Sequence[Step], str]] = (
    (
        "Trouver qui aide une personne sans permis, à Rennes (P8.14)",
        (
            send("/", text="pas le permis", territory="Rennes"),
            click("Rennes\u00a0– commune 35238"),
            click("Aide au financement du permis de conduire"),
        ),
        "CCAS de Rennes",
    ),
    (
        "Emporter la liste des solutions de mobilité du département (P9.5)",
        (click("Mobilité"), send("/", barrier="mobilite", territory="Ille-et-Vilaine"), click("Excel")),
        "",
    ),
    (
        "Savoir ce qui manque dans les bassins du département, et qui doit agir (P8.25)",
        (click("Manques"), click("Ille-et-Vilaine"), click("Qui peut agir")),
        "Comité local pour l’emploi de Fougères",
    ),
    (
        "Comparer deux départements pour le diagnostic partagé (P8.31)",
        (click("Manques"), send("/manques", territory="Ille-et-Vilaine", beside="Finistère")),
        "Ille-et-Vilaine et Finistère",
    ),
    (
        "Lister les fiches à faire mettre à jour (P8.32)",
        (send("/", territory="Ille-et-Vilaine"), click("À vérifier")),
        "À vérifier",
    ),
    (
        "Préparer une séance : qui siège au comité départemental, quelles réunions ont eu lieu (P10.7)",
        (click("Gouvernance"), click("Comité départemental pour l’emploi d’Ille-et-Vilaine")),
        "Réunions",
    ),
    (
        "Prendre le classeur type d’un comité départemental (P8.17)",
        (click("Vérifier un fichier"), send("/verifier/classeur.xlsx", level="DEP", territory="35")),
        "",
    ),
    (
        "Voir quels contrats sont en vigueur, et jusqu’à quand (P8.16)",
        (click("Territoires"), click("Ille-et-Vilaine")),
        "Pacte des solidarités d’Ille-et-Vilaine",
    ),
    (
        "Lire ce que la loi attend d’un comité local, avec ses articles (P8.21)",
        (click("Gouvernance"),),
        "L. 5311-10",
    ),
    (
        "Poser une question au graphe et emporter la réponse (P11.4)",
        (
            click("Données"),
            click("Quelles sont les zones de ce zonage, ce jour-là ?"),
            send("", zoning="bassin", day="2026-11-24"),
            click("CSV"),
        ),
        "",
    ),
    (
        "Trouver ce qui est gratuit pour un sénior, près de Betton (P8.14)",
        (send("/", text="aide gratuite pour un senior", territory="commune de Betton"), click("Gratuit, Séniors")),
        "Filtres : Gratuit ✕ · Séniors ✕",
    ),
    (
        "Savoir ce qui manque en logement dans le département (P8.22)",
        (click("Manques"), click("Ille-et-Vilaine"), click("Logement et hébergement")),
        "Réduire les impayés de loyer",
    ),
    (
        "Savoir quels sièges sont vacants, tous comités réunis (P8.17)",
        (click("Gouvernance"), click("Qui siège où"), click("Quels sièges déclarés n’ont pas de titulaire")),
        "Siège",
    ),
    (
        "Montrer une liste sur un autre site (P9.5)",
        (send("/", barrier="famille", territory="Ille-et-Vilaine"), click("Montrer ailleurs")),
        "/embed?barrier=famille&amp;territory=Ille-et-Vilaine",
    ),
    (
        "Savoir ce qui a changé dans un bassin (P8.32)",
        (click("Territoires"), click("Fougères")),
        "Ce qui a changé",
    ),
    (
        "Prendre tout le graphe, avec son empreinte (P11.4)",
        (click("Données"), click("empreinte SHA-256")),
        "",
    ),
)


@pytest.mark.parametrize(("task", "steps", "seen"), TASKS, ids=[task for task, _, _ in TASKS])
def test_a_task_is_done_in_four_steps(browser, task, steps, seen):
    assert len(steps) <= MOST_STEPS
    visit = Visit(browser)
    for step in steps:
        step(visit)
    if seen:
        assert seen in visit.words.replace("\u00a0", " ")
    else:
        assert visit.type != "text/html", "a file"
