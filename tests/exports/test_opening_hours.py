"""Opening hours in words."""

import pytest

from ftgraph.exports.opening_hours import in_words


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:30", "du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h 30"),
        ("Mo-Fr 09:00-12:00; Sa off", "du lundi au vendredi de 9 h à 12 h\nle samedi : fermé"),
        ("Tu,Th 08:05-10:00", "le mardi, le jeudi de 8 h 05 à 10 h"),
        ("24/7", "24 h sur 24, tous les jours"),
        ("09:00-12:00", "tous les jours de 9 h à 12 h"),
        ("PH off", "jours fériés : fermé"),
        ("sur rendez-vous", "sur rendez-vous"),
        ("Mo-Fr 09:00-12:00; sur rendez-vous", "Mo-Fr 09:00-12:00; sur rendez-vous"),
        ("", ""),
        ("Mo" * 600, "Mo" * 600),
    ],
)
def test_in_words(text, french):
    assert in_words(text) == french


def test_in_english():
    assert in_words("Mo-Fr 09:00-17:30", "en") == "Monday to Friday 9:00 to 17:30"
