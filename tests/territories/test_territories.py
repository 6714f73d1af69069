"""The tables, the codes that resolve, the names that are found."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftgraph.errors import SourceError
from ftgraph.sources.place_names import fold_name
from ftgraph.sources.territories import KINDS, RepairStep, Territories, load

COUNTS = {
    "country": 1,
    "region": 18,
    "departement": 109,
    "arrondissement": 333,
    "epci": 1_255,
    "ept": 11,
    "commune": 34_969,
}


@pytest.mark.parametrize("kind", KINDS)
def test_count(territories: Territories, kind: str) -> None:
    assert len(territories.codes(kind)) == COUNTS[kind]
    assert list(territories.codes(kind)) == sorted(territories.codes(kind))


def test_former_codes_lead_to_today(territories: Territories) -> None:
    kinds = [former.kind for former in territories.former.values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "former": 2_250,
        "delegated": 1_521,
        "associated": 471,
        "municipal-arrondissement": 45,
    }
    today = set(territories.codes("commune"))
    assert today.isdisjoint(territories.former)
    assert {former.commune for former in territories.former.values()} <= today


def test_every_parent_exists(territories: Territories) -> None:
    for kind in KINDS:
        for territory in territories.all(kind):
            for parent in territory.within:
                assert territories.by_code(*parent) is not None, (territory, parent)


def test_members_partition_the_country(territories: Territories) -> None:
    everywhere = territories.communes_of("country", "FR")
    assert len(everywhere) == COUNTS["commune"]
    by_departement = [
        c for code in territories.codes("departement") for c in territories.communes_of("departement", code)
    ]
    assert sorted(by_departement) == sorted(everywhere)
    assert len(territories.communes_of("departement", "35")) == 332
    assert len(territories.communes_of("epci", "243500139")) == 43
    in_epci = sum(len(territories.communes_of("epci", code)) for code in territories.codes("epci"))
    assert in_epci == 34_871
    assert sum(len(territories.communes_of("ept", code)) for code in territories.codes("ept")) == 129
    assert territories.communes_of("epci", "000000000") == ()


def test_populations_add_up(territories: Territories) -> None:
    country = territories.by_code("country", "FR")
    assert country is not None
    assert country.population == sum(t.population or 0 for t in territories.all("commune"))
    assert country.population == sum(t.population or 0 for t in territories.all("departement"))


def test_commune(territories: Territories) -> None:
    rennes = territories.by_code("commune", "35238")
    assert rennes is not None
    assert rennes.name == "Rennes"
    assert [str(parent) for parent in rennes.within] == ["arrondissement:353", "epci:243500139", "departement:35"]
    assert rennes.latitude == pytest.approx(48.11, abs=0.01)
    assert rennes.longitude == pytest.approx(-1.67, abs=0.01)
    assert rennes.postal_codes == ("35000", "35200", "35700")
    assert rennes.siren == "213502388"
    assert territories.departement_of("35238") == "35"
    assert territories.region_of("35238") == "53"


def test_coordinates_lie_in_the_country_or_are_absent(territories: Territories) -> None:
    placed = [commune for commune in territories.all("commune") if commune.latitude is not None]
    assert len(placed) == 14_795
    for commune in placed:
        assert commune.latitude is not None
        assert commune.longitude is not None
        if commune.code < "97":
            assert 41 < commune.latitude < 51.5, commune
            assert -5.5 < commune.longitude < 10, commune


@pytest.mark.parametrize("code", ["975", "977", "978", "984", "986", "987", "988", "989"])
def test_overseas_collectivities_are_departements_without_region(territories: Territories, code: str) -> None:
    collectivity = territories.by_code("departement", code)
    assert collectivity is not None
    assert [str(parent) for parent in collectivity.within] == ["country:FR"]
    assert territories.communes_of("departement", code)
    assert territories.by_code("region", code) is None


def test_authorities(territories: Territories) -> None:
    by_key = {authority.key: authority for authority in territories.authorities}
    assert by_key["ville-de-paris"].powers == ("commune", "department")
    assert {str(t) for t in by_key["collectivite-europeenne-d-alsace"].governs} == {"departement:67", "departement:68"}
    assert by_key["collectivite-de-corse"].powers == ("department", "region")
    assert by_key["saint-martin"].powers == ("commune", "department", "region")
    assert by_key["departement-35"].powers == ("department",)
    assert "departement-75" not in by_key
    assert "region-94" not in by_key
    rhone = {territory.code for territory in by_key["departement-69"].governs}
    lyon = set(territories.communes_of("epci", "200046977"))
    assert rhone | lyon == set(territories.communes_of("departement", "69"))
    assert rhone.isdisjoint(lyon)
    for authority in territories.authorities:
        for territory in authority.governs:
            assert territories.by_code(*territory) is not None, authority


@pytest.mark.parametrize(
    ("written", "code", "steps"),
    [
        ("35238", "35238", None),
        ("1001", "01001", [RepairStep.LOST_ZERO]),
        ("1001.0", "01001", [RepairStep.DECIMALS, RepairStep.LOST_ZERO]),
        ("2a004", "2A004", [RepairStep.CASE]),
        (" 35 238\u00a0", "35238", [RepairStep.CHARACTERS]),
        ("'01001", "01001", [RepairStep.CHARACTERS]),
        ("75101", "75056", [RepairStep.MUNICIPAL]),
        ("69384", "69123", [RepairStep.MUNICIPAL]),
        ("13201", "13055", [RepairStep.MUNICIPAL]),
        ("01340", "01015", [RepairStep.DELEGATED]),
        ("1340", "01015", [RepairStep.LOST_ZERO, RepairStep.DELEGATED]),
        ("01120", "01262", [RepairStep.ASSOCIATED]),
        ("01003", "01165", [RepairStep.FORMER]),
        ("97123", "97701", [RepairStep.FORMER]),
        ("60455", "60694", [RepairStep.DELEGATED]),
    ],
)
def test_code_resolves(territories: Territories, written: str, code: str, steps: list[RepairStep] | None) -> None:
    found, repaired = territories.resolve_commune(written)
    assert found == code
    assert (list(repaired.steps) if repaired else None) == steps


@pytest.mark.parametrize("written", ["", " ", "99999", "75999", "35", "352380", "Rennes", "1", "٠١٠٠١", "12.5"])
def test_unknown_code_is_not_guessed(territories: Territories, written: str) -> None:
    assert territories.resolve_commune(written) == (None, None)


SHIPPED = load()


@given(
    code=st.sampled_from(SHIPPED.codes("commune")),
    blanks=st.text(" \t\n\u00a0", max_size=3),
    position=st.integers(0, 5),
)
def test_mangled_code_comes_back(code: str, blanks: str, position: int) -> None:
    mangled = code.lstrip("0").lower() if code[1:].isdecimal() or not code.isdecimal() else code
    mangled = mangled[:position] + blanks + mangled[position:]
    assert SHIPPED.resolve_commune(mangled).code == code
    if code.isdecimal():
        assert SHIPPED.resolve_commune(f"{int(code)}.0").code == code


@given(st.text(max_size=12))
def test_resolving_never_fails(text: str) -> None:
    code, _ = SHIPPED.resolve_commune(text)
    assert code is None or SHIPPED.by_code("commune", code) is not None


@pytest.mark.parametrize(
    ("kind", "name", "codes"),
    [
        ("commune", "rennes", ["35238"]),
        ("commune", "RENNES CEDEX 7", ["35238"]),
        ("commune", "St Méen le grand", ["35297"]),
        ("commune", "SAINT-MEEN-LE-GRAND", ["35297"]),
        ("commune", "Ste Foy", ["40258", "71415", "76577", "85214"]),
        ("commune", "L’Haÿ les Roses", ["94038"]),
        ("commune", "Paris 12e", ["75056"]),
        ("commune", "Lyon 3e Arrondissement", ["69123"]),
        ("commune", "Arbignieu", ["01015"]),
        ("commune", "nowhere at all", []),
        ("commune", "", []),
        ("epci", "Rennes Metropole", ["243500139"]),
        ("epci", "CINOR", ["249740119"]),
        ("epci", "communauté de communes Faucigny-Glières", ["200000172"]),
        ("departement", "ille et vilaine", ["35"]),
        ("departement", "la Réunion", ["974"]),
        ("departement", "l'Ain", ["01"]),
        ("departement", "Côtes-d'Armor", ["22"]),
        ("departement", "Côtes-d’Armor", ["22"]),
        ("region", "bretagne", ["53"]),
    ],
)
def test_name_is_found(territories: Territories, kind: str, name: str, codes: list[str]) -> None:
    assert [territory.code for territory in territories.find(kind, name)] == codes


def test_names_are_shown_with_the_apostrophe_that_french_prints(territories: Territories) -> None:
    assert territories.by_code("departement", "22").name == "Côtes-d’Armor"
    assert not [each for each in territories.all("commune") if "'" in each.name]


def test_shared_name_gives_all_and_a_departement_decides(territories: Territories) -> None:
    assert [found.code for found in territories.find("commune", "Saint Denis")] == ["11339", "30247", "93066", "97411"]
    assert [found.code for found in territories.find("commune", "Saint Denis", departement="93")] == ["93066"]
    assert territories.find("commune", "Saint Denis", departement="35") == ()


def test_nearest_names(territories: Territories) -> None:
    assert territories.nearest("commune", "Rennnes")[0].code == "35238"
    assert territories.nearest("departement", "ile et vilaine")[0].code == "35"
    assert territories.nearest("epci", "Rennes")[0].code == "243500139"
    assert {t.code[:2] for t in territories.nearest("commune", "Fougere", departement="35")} == {"35"}
    assert len(territories.nearest("commune", "Saint", limit=3)) <= 3


def test_every_name_finds_its_own_territory(territories: Territories) -> None:
    for kind in KINDS:
        for territory in territories.all(kind):
            assert territory.code in {found.code for found in territories.find(kind, territory.name.upper())}


def test_postal_code_gives_communes(territories: Territories) -> None:
    assert "35238" in {commune.code for commune in territories.communes_at("35000")}
    assert territories.communes_at("00000") == ()


@given(st.text(max_size=30))
def test_folding_is_stable(text: str) -> None:
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert folded == folded.strip()


def test_missing_tables_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"countries\.csv"):
        load(tmp_path)
