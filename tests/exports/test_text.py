"""Texts as sources write them, and as people read them."""

import time

import pytest

from ftgraph.exports.text import one_line, phone, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("-", ""),
        (" Aucun ", ""),
        ("AUCUNE", ""),
        ("Néant", ""),
        ("non renseigné", ""),
        ("Aucun diplôme", "Aucun diplôme"),
        ("**Gratuit** pour *tous*", "Gratuit pour tous"),
        ("3*4*5 et a_b_c", "3*4*5 et a_b_c"),
        ("L&#39;aide &amp;nbsp;au&nbsp;permis", "L'aide au permis"),
        ("<p>Un</p><p>Deux<br/>Trois</p>", "Un\nDeux\nTrois"),
        ("<ul><li>a</li><li>b</li></ul>", "• a\n\n• b"),
        ("# Titre\n\n\n\n- un\n* deux", "Titre\n\n• un\n• deux"),
        ("[le site](https://a.fr)", "le site (https://a.fr)"),
        ("[https://a.fr](https://a.fr)", "https://a.fr"),
        ("![logo](x.png) texte", "logo texte"),
        ("prix \\- 5 \\* 2", "prix - 5 * 2"),
        ("âge < 26 ans et > 16", "âge < 26 ans et > 16"),
        ("a\x00b\x1b[31mrouge", "ab[31mrouge"),
        ("&#27;[31m", "[31m"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("---", ""),
        ("> cité\n`code`", "cité\ncode"),
    ],
)
def test_plain(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    "hostile",
    [
        "*" * 50_000,
        "<" * 50_000,
        "[" * 50_000,
        "_a" * 25_000,
        "#" * 50_000 + " ",
        "\n" * 50_000,
        "<a " * 20_000,
        "[a](" * 20_000,
        "`" * 50_000,
        " " * 50_000 + "x",
        "# a" + " #" * 25_000,
    ],
)
def test_hostile_texts_take_no_time(hostile: str) -> None:
    start = time.perf_counter()
    plain(hostile)
    assert time.perf_counter() - start < 2


def test_one_line_is_cut_at_a_word() -> None:
    assert one_line("un\ndeux  trois") == "un deux trois"
    assert one_line("Garde d’enfants de nuit", 17) == "Garde d’enfants…"
    assert one_line("x" * 30, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("+33299000000", "02 99 00 00 00"),
        ("+33 (0)2.99.00.00.00", "02 99 00 00 00"),
        ("0033 2 99 00 00 00", "02 99 00 00 00"),
        ("0299000000", "02 99 00 00 00"),
        ("02-99-00-00-00", "02 99 00 00 00"),
        ("+3225551212", "+32 25 55 12 12"),
        ("3949", "3949"),
        ("02 99 00 00 00 ou 06 00 00 00 00", "02 99 00 00 00 ou 06 00 00 00 00"),
        ("-", ""),
        ("=1+1", "=1+1"),
    ],
)
def test_phone(written: str, read: str) -> None:
    assert phone(written) == read
