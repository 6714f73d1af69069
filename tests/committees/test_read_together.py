"""Committees of one import: what one names as its superior is the one that another file describes."""

from datetime import date
from pathlib import Path

from ftgraph import assets
from ftgraph.committees.desk import open_desk
from ftgraph.committees.read_together import together
from ftgraph.namespaces import DEF, ROOT

FOLDER = assets.data() / "demo" / "committees"


def above(desk, path: Path) -> list[str]:
    data = desk.read(path).data
    return [line.split(" ")[2].strip("<>") for line in data.splitlines() if f"<{DEF}reportsTo>" in line]


def test_a_committee_named_by_one_file_is_the_one_of_another():
    desk = open_desk(ROOT)
    paths = [FOLDER / name for name in ("national", "region-53")]
    assert above(desk, paths[1]) == [f"{ROOT}/id/committee/region-53/comite-national-pour-l-emploi"]
    knowing = together(desk, [desk.read(path) for path in paths])
    assert above(knowing, paths[1]) == [f"{ROOT}/id/committee/national/comite-national-pour-l-emploi"]


def test_what_the_directory_knows_is_still_known():
    desk = together(open_desk(ROOT), [])
    place = desk.place("DEP", "35")
    assert place.code == "35"
    assert desk.directory.departements(place) == ("35",)
    assert not desk.directory.names_organisations
    report = desk.check(desk.read(FOLDER / "region-53"), on=date(2025, 6, 1))
    assert [each.level for each in report.committees] == ["REG"]
