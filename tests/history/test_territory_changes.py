"""What changed in a territory: the solutions that an import added, changed and removed there, by name."""

from datetime import date
from pathlib import Path

from ftgraph import changes
from ftgraph.graph.store import Reader, open_store
from ftgraph.history.territory import MOST_NAMED, Here, in_territory, lately
from ftgraph.index.load import FOLDER, Index
from ftgraph.settings import Settings

DAY = date(2026, 11, 24)
SINCE = date(2000, 1, 1)


def told(reader: Reader, reference: str) -> list[Here]:
    index = Index(reader.attachments / FOLDER, reader.generation.number)
    place = index.territories.resolve(reference, DAY)
    return in_territory(index, place, lately(index, reader.attachments, SINCE))


def test_what_an_import_did_is_told_where_it_answered(edited_demo: tuple[Settings, dict[str, str]]) -> None:
    settings, names = edited_demo
    with open_store(settings).reader() as reader:
        for reference in ("commune:35238", "departement:35", "region:53"):
            newest = told(reader, reference)[0]
            assert newest.generation == reader.generation.number
            assert newest.counts == {"added": 1, "changed": 1, "removed": 1}
            assert {kind: [each.title for each in found] for kind, found in newest.named.items()} == {
                kind: [name] for kind, name in names.items()
            }
            assert newest.named["removed"][0].identifier == ""
            assert newest.named["removed"][0].structure


def test_elsewhere_nothing_is_told_of_it(edited_demo: tuple[Settings, dict[str, str]]) -> None:
    with open_store(edited_demo[0]).reader() as reader:
        for reference in ("commune:35288", "departement:75"):
            assert all(each.generation != reader.generation.number for each in told(reader, reference))


def test_many_changes_are_counted_and_some_named(edited_demo: tuple[Settings, dict[str, str]]) -> None:
    with open_store(edited_demo[0]).reader() as reader:
        first = told(reader, "departement:35")[-1]
    assert first.counts["added"] > 300
    assert len(first.named["added"]) == MOST_NAMED


def test_what_was_recorded_before_says_nothing_of_what_left(tmp_path: Path) -> None:
    changes.record_source(
        tmp_path, 7, "essai", "https://e.org", {"added": (), "changed": (), "removed": ("solution/a",)}
    )
    assert list(changes.left(tmp_path, 7)) == []
