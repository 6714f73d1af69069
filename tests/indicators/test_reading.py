"""A file of observations: long or wide, decimal commas, Windows-1252; what is wrong is said where, and why."""

from decimal import Decimal

import pytest

from ftgraph.errors import SourceError
from ftgraph.sources.periods import Period, read_period

HEAD = "Indicateur;Territoire;Période;Sexe;Valeur;Effectif\n"


def test_the_long_form_is_read(read_text):
    (one,), faults = read_text(HEAD + "Taux de pourvoi;Ici;T3 2026;;78,4;1 200\n")
    assert faults == []
    assert one.value == Decimal("78.4")
    assert one.base == 1200
    assert one.cell.period == Period(2026, "quarter", 3)
    assert one.cell.codes[1] == "total"


def test_the_wide_form_has_a_column_a_period(read_text):
    text = "Indicateur;Territoire;Sexe;T1 2026;T2 2026;mars 2026\nNombre d’inscrits;Ici;Femmes;1 200;;s\n"
    observations, faults = read_text(text, "cp1252")
    assert faults == []
    assert [(each.cell.period.key, each.value, each.status) for each in observations] == [
        ("2026-Q1", Decimal(1200), "final"),
        ("2026-03", None, "withheld"),
    ]
    assert {each.cell.codes[1] for each in observations} == {"F"}


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("Taux de pourvoir les offres;Ici;2026;;50;", "Indicateur", "Taux de pourvoi des offres d’emploi"),
        ("Nombre d’inscrits;Ailleurs;2026;;50;", "Territoire", "Ille-et-Vilaine (departement:35)"),
        ("Nombre d’inscrits;Ici;bientôt;;50;", "Période", "T1 2025"),
        ("Nombre d’inscrits;Ici;2026;Femelles;50;", "Sexe", "Femmes"),
        ("Délai de pourvoi;Ici;2026;Femmes;50;", "Sexe", "se ventile par"),
        ("Taux de pourvoi;Ici;2026;;101;", "Valeur", "100 %"),
        ("Nombre d’inscrits;Ici;2026;;-3;", "Valeur", "négative"),
        ("Nombre d’inscrits;Ici;2026;;3,5;", "Valeur", "entier"),
        ("Délai de pourvoi;Ici;2026;;9999;", "Valeur", "dix ans"),
        ("Nombre d’inscrits;Ici;2026;;beaucoup;", "Valeur", "nombre"),
        ("Nombre d’inscrits;Ici;2026;;30;trois", "Effectif", "entier"),
    ],
)
def test_what_is_wrong_is_said_with_what_comes_nearest(read_text, line, column, reason):
    observations, faults = read_text(f"{HEAD}Nombre d’inscrits;Là;2025;;10;\n{line}\n")
    assert len(observations) == 1
    (fault,) = faults
    assert (fault.line, fault.field) == (3, column)
    assert reason in fault.reason


def test_a_cell_given_twice_is_said(read_text):
    line = "Nombre d’inscrits;Ici;2026;;{};\n"
    observations, faults = read_text(HEAD + line.format(50) + line.format(50) + line.format(60))
    assert len(observations) == 1
    assert ["la même valeur" in each.reason for each in faults] == [True, False]
    assert all("ligne 2" in each.reason for each in faults)


def test_a_rate_given_as_a_share_is_doubted(read_text):
    observations, (fault,) = read_text(HEAD + "Taux de pourvoi;Ici;2026;;0,78;\n")
    assert len(observations) == 1
    assert "vérifiez" in fault.reason


def test_a_unit_that_is_not_the_indicator_s_is_refused(read_text):
    _, (fault,) = read_text("Indicateur;Territoire;Période;Unité;Valeur\nDélai de pourvoi;Ici;2026;semaines;5\n")
    assert "jours" in fault.reason


def test_a_file_without_its_columns_is_refused(read_text):
    with pytest.raises(SourceError, match="Territoire"):
        read_text("Indicateur;Valeur;Période\nTaux de pourvoi;3;2026\n")


def test_a_file_that_is_too_long_is_refused(read_text, monkeypatch):
    monkeypatch.setattr("ftgraph.sources.observation_rows.MAX_VALUES", 2)
    lines = "".join(f"Nombre d’inscrits;Ici;{year};;50;\n" for year in range(2000, 2010))
    with pytest.raises(SourceError, match="plus de 2 valeurs"):
        read_text(HEAD + lines)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2025", "2025"),
        ("T1 2025", "2025-Q1"),
        ("2025-T1", "2025-Q1"),
        ("2025Q1", "2025-Q1"),
        ("1er trimestre 2025", "2025-Q1"),
        ("S2 2025", "2025-S2"),
        ("2e semestre 2025", "2025-S2"),
        ("mars 2025", "2025-03"),
        ("03/2025", "2025-03"),
        ("2025-03-01", "2025-03"),
    ],
)
def test_periods_are_read_as_people_write_them(text, key):
    found = read_period(text)
    assert found is not None
    assert found.key == key
    assert read_period(found.key) == found
    assert read_period(found.label.fr) == found


@pytest.mark.parametrize("text", ["", "hier", "2025-13", "T5 2025", "2025-03-15", "03"])
def test_what_is_no_period_is_none(text):
    assert read_period(text) is None


def test_periods_follow_one_another_and_are_cut():
    assert Period(2025, "quarter", 1).previous() == Period(2024, "quarter", 4)
    assert Period(2025, "year").previous() == Period(2024, "year")
    quarters = [Period(2025, "quarter", number).months for number in (3, 4)]
    assert list(Period(2025, "half", 2).months) == [*quarters[0], *quarters[1]]
    assert Period(2024, "month", 2).end.day == 29
