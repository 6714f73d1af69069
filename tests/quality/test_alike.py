"""Duplicates: what is found, what is not, and that neither depends on the order of records."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftgraph.quality import alike
from ftgraph.quality.alike import Card, compare, folded, pairs

ONE = Card(
    "a",
    folded("Atelier mobilité : préparer son permis"),
    "s1",
    folded("Auto-école associative du Nançon"),
    7,
    frozenset({"mobilite--preparer-un-permis"}),
    frozenset({"jeunes"}),
    "+33261910001",
    "accueil@example.org",
)


def text_of(_: str) -> str:
    return "Dix séances en petit groupe, avec un moniteur, pour apprendre le code et s’entraîner."


def other(**changed: object) -> Card:
    return replace(ONE, **{"key": "b", **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("twin", "by"),
    [
        (other(), "structure"),
        (other(title=folded("ATELIER MOBILITE - Préparer son permis !")), "structure"),
        (other(title=folded("Préparer son permis – atelier mobilité")), "structure"),
        (other(title=folded("Atelier mobilitée : preparer son permi")), "structure"),
        (other(structure="s2", structure_name=folded("Auto-ecole associative du Nancon")), "name"),
        (other(structure="s2", structure_name="plateforme mobilite"), "telephone"),
        (other(structure="s2", structure_name="plateforme mobilite", telephone=""), "email"),
        (other(publics=frozenset({"tous-publics"})), "structure"),
        (other(title=folded("Atelier mobilité : préparer le code")), "structure"),  # by its text
    ],
)
def test_the_same_offer_written_twice_is_found(twin: Card, by: str) -> None:
    (found,) = pairs([ONE, twin], text_of)
    assert (found.first, found.second, found.by) == ("a", "b", by)
    assert len(found.reasons) == 4
    assert all(each.fr and each.en for each in found.reasons)


@pytest.mark.parametrize(
    "distinct",
    [
        other(place=8),
        other(barriers=frozenset({"numerique"})),
        other(barriers=frozenset()),
        other(publics=frozenset({"seniors"})),
        other(title=ONE.title + " niveau 2"),
        other(title=ONE.title + " ii"),
        other(title=folded("Location de scooters")),
        other(structure="s2", structure_name="ccas de rennes", telephone="", email=""),
    ],
)
def test_two_offers_are_not_taken_for_one(distinct: Card) -> None:
    assert pairs([ONE, distinct], text_of) == []
    assert compare(ONE, distinct, text_of) is None


def test_titles_that_leave_a_doubt_need_one_text() -> None:
    near = other(title=folded("Atelier mobilité : préparer le code"))
    texts = {
        "a": text_of(""),
        "b": "Un garage solidaire répare les voitures de qui est orienté.",
    }
    assert pairs([ONE, near], texts.__getitem__) == []
    assert pairs([ONE, near], lambda _: "") == []


def test_a_wide_block_is_compared_by_neighbouring_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [replace(ONE, key=f"{n:03}", title=f"{chr(97 + n % 26)} atelier {chr(97 + n // 26)}") for n in range(200)]
    twin = replace(cards[150], key="999")
    asked: list[str] = []
    monkeypatch.setattr(alike, "compare", lambda one, two, _: asked.append(one.key) or compare(one, two, lambda _: ""))
    found = {(each.first, each.second) for each in pairs([*cards, twin], lambda _: "")}
    assert ("150", "999") in found
    assert len(asked) <= 201 * 12 * 2


def test_a_wide_block_is_the_same_in_any_order() -> None:
    cards = [
        replace(ONE, key=f"{n:03}", title=f"atelier {'abcdefghij'[n // 2 % 10] * (3 + n // 20)}") for n in range(160)
    ]
    assert pairs(cards, text_of) == pairs(cards[::-1], text_of) == pairs([*cards[1::2], *cards[::2]], text_of)


WORDS = st.sampled_from(["atelier", "mobilité", "permis", "code", "aide", "garde", "2", "ii", "d’enfants", "St", "&"])
CARDS = st.builds(
    Card,
    key=st.text("abcdefgh", min_size=1, max_size=4),
    title=st.lists(WORDS, min_size=1, max_size=5).map(" ".join).map(folded),
    structure=st.sampled_from(["s1", "s2", ""]),
    structure_name=st.sampled_from(["ccas", "ccas de rennes", "mission locale", ""]),
    place=st.integers(-1, 1),
    barriers=st.frozensets(st.sampled_from(["mobilite", "numerique"])),
    publics=st.frozensets(st.sampled_from(["jeunes", "seniors", "tous-publics"])),
    telephone=st.sampled_from(["", "1", "2"]),
    email=st.sampled_from(["", "a@b.fr"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(CARDS, max_size=90, unique_by=lambda card: card.key), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(cards: list[Card], luck) -> None:
    shuffled = cards.copy()
    luck.shuffle(shuffled)
    assert pairs(cards, text_of) == pairs(shuffled, text_of)
    with pytest.MonkeyPatch.context() as patch:  # blocks too wide for all their pairs
        patch.setattr(alike, "_WIDEST_BLOCK", 4)
        patch.setattr(alike, "_WINDOW", 2)
        assert pairs(cards, text_of) == pairs(shuffled, text_of)


@settings(deadline=None)
@given(CARDS, CARDS)
def test_likeness_is_symmetric(one: Card, two: Card) -> None:
    assert compare(one, two, text_of) == compare(two, one, text_of)


@settings(deadline=None)
@given(CARDS)
def test_a_copy_is_alike_and_a_record_is_no_twin_of_itself(card: Card) -> None:
    copy = replace(card, key=f"{card.key}-bis")
    known_by = card.structure or card.structure_name or card.telephone or card.email
    assert bool(pairs([card, copy], text_of)) == bool(known_by)
    assert pairs([card, card], text_of) == []
