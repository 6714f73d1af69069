"""The example's committees: each is found conform, or wrong in just the ways that its README tells."""

from datetime import date
from pathlib import Path

import pytest

from ftgraph import assets
from ftgraph.committees.desk import Desk, open_desk
from ftgraph.committees.report import CommitteeReport
from ftgraph.graph.store import Reader
from ftgraph.settings import Settings

FOLDER = assets.data() / "demo" / "committees"
TODAY = date(2026, 11, 24)
DAYS = {"departement-35": date(2024, 6, 1)}
WRONG = {
    "departement-22-code-du-travail": {
        "L-ALL-01/over": 1,
        "L-ALL-03/social-partners": 1,
        "L-ALL-04": 1,
        "L-ALL-07/quorum": 1,
        "L-DEP-02/categories": 2,
        "L-DEP-04": 1,
    },
    "local-vitre": {"L-LOC-01/missing": 1, "L-LOC-02/intermunicipal": 1},
}
CONFORMITY = {
    "departement-35": "conform-as-far-as-decidable",
    "departement-35-code-du-travail": "conform",
    "departement-22-code-du-travail": "not-conform",
    "local-fougeres": "conform-as-far-as-decidable",
    "local-vitre": "not-conform",
    "region-53": "conform",
    "national": "conform",
}


@pytest.fixture(scope="module")
def desk(demo: Reader) -> Desk:
    """A desk over the published example, whose bassins local committees name."""
    return open_desk(Settings().base, demo)


@pytest.fixture(scope="module")
def checked(desk: Desk) -> dict[str, CommitteeReport]:
    reports = {}
    for name in CONFORMITY:
        report = desk.check(desk.read(FOLDER / name), on=DAYS.get(name, TODAY))
        assert {fault.code for fault in report.faults} <= {"unmatched-organisation", "named-elsewhere"}, name
        assert {fault.severity for fault in report.faults} <= {"info"}, name
        (reports[name],) = report.committees
    return reports


def test_every_folder_has_its_expected_outcome() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(CONFORMITY)


@pytest.mark.parametrize("name", CONFORMITY)
def test_what_the_check_says(checked: dict[str, CommitteeReport], name: str) -> None:
    found: dict[str, int] = {}
    for finding in checked[name].findings:
        shape = finding.shape.partition("/shape/")[2]
        found[shape] = found.get(shape, 0) + 1
    assert found == WRONG.get(name, {})
    assert checked[name].conformity == CONFORMITY[name]


@pytest.mark.parametrize("name", CONFORMITY)
def test_each_is_held_to_the_rules_of_its_day(checked: dict[str, CommitteeReport], name: str) -> None:
    expected = "prefiguration-2023" if name in DAYS else "code-du-travail"
    assert checked[name].rule_set == expected
    assert checked[name].count("kept") + checked[name].count("broken") >= 9


def test_what_can_be_decided_under_the_law_is_decided(checked: dict[str, CommitteeReport]) -> None:
    undecided = {
        name: {each.rule for each in report.outcomes if each.state == "undecidable"} for name, report in checked.items()
    }
    assert undecided["local-fougeres"] == undecided["local-vitre"] == {"L-ALL-07", "L-ALL-08"}
    assert not any(undecided[name] for name in CONFORMITY if name.startswith(("region", "national", "departement-22")))


def test_the_readme_tells_what_must_be_fixed() -> None:
    told = Path(FOLDER / "README.md").read_text(encoding="utf-8")
    for name in CONFORMITY:
        assert f"`{name}`" in told
    for shapes in WRONG.values():
        assert all(shape.partition("/")[0] in told for shape in shapes)
