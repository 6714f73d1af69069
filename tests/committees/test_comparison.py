"""The same committee under the 2023 target and under the law in force, and what changed between them."""

import re
from datetime import date
from pathlib import Path

import pytest

from ftgraph.committees import changes, comparison, sources
from ftgraph.committees.report import RuleOutcome
from ftgraph.validation import rulesets
from ftgraph.wording import Text

DAY = date(2024, 9, 1)
SHARED = Path(__file__).parents[3] / "shared" / "domain" / "rules-law.md"


@pytest.fixture(scope="module")
def told():
    return changes.load(sources.load())


def standings(compared):
    return {each.change.iri.rpartition("/")[2]: (each.before, each.now) for each in compared.subjects}


def test_a_committee_of_2023_before_the_law(checker, told, file_of):
    (compared,) = comparison.compare(checker, told, file_of("dep-2023"), on=date(2024, 6, 1)).committees
    assert (compared.before.rule_set, compared.now.rule_set) == rulesets.ALL
    assert compared.lacking_before == ()
    found = standings(compared)
    assert found["presidency-departmental"] == ("kept", "kept")
    assert found["members-departmental"] == ("kept", "lacking")
    assert found["guests-departmental"] == ("unchecked", "unchecked")
    assert "presidency-local" not in found
    assert next(each.change.label.fr for each in compared.kept_under_both) == "co-présidence du comité départemental"
    assert {finding.rule for finding in compared.lacking_now} >= {"L-DEP-02", "L-DEP-04"}
    assert all(each.now == "lacking" for each in compared.to_do)


def test_a_committee_of_the_law_before_2023(checker, told, file_of, day_of):
    (compared,) = comparison.compare(checker, told, file_of("dep-law"), on=day_of("dep-law")).committees
    found = standings(compared)
    assert found["members-departmental"][1] == "kept"
    assert compared.lacking_now == ()
    assert compared.lacking_before


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("kept", "excepted"), "kept"),
        (("kept", "undecidable"), "partly"),
        (("undecidable", "not-applicable"), "undecided"),
        (("broken", "undecidable", "kept"), "lacking"),
        (("not-applicable",), "unchecked"),
        ((), "unchecked"),
    ],
)
def test_a_subject_of_which_a_part_could_not_be_decided_is_not_said_to_be_kept(states, expected):
    rules = [f"R-{number}" for number, _ in enumerate(states)]
    outcomes = {
        rule: RuleOutcome(rule, state, "violation", Text(""), ()) for rule, state in zip(rules, states, strict=True)
    }
    assert comparison.standing(outcomes, rules) == expected


def test_every_change_names_rules_and_sources_that_exist(told):
    known = rulesets.rules(rulesets.shapes(rulesets.ALL))
    for change in told:
        assert change.levels, change.iri
        assert change.label.fr
        assert change.label.en
        assert change.before.fr
        assert change.before.en
        assert change.now.fr
        assert change.now.en
        assert all(known[rule].rule_set == rulesets.PREFIGURATION for rule in change.rules_before)
        assert all(known[rule].rule_set == rulesets.LABOUR_CODE for rule in change.rules_now)
        assert change.sources, change.iri
        assert all(source.statement.fr for source in change.sources), change.iri


def test_every_line_of_the_domain_table_has_an_entry(told):
    if not SHARED.is_file():
        pytest.skip("../shared is absent: the table of changes cannot be compared with")
    table = SHARED.read_text(encoding="utf-8").rpartition("## Ce que le droit a changé")[2]
    rows = re.findall(r"^\| (?!diaporama|---)([^|]+) \|", table, flags=re.MULTILINE)
    words = {
        "Comité France Travail": "name",
        "Apec": "members-national",
        "COPIL avec": "guests",
        "pas de partenaires": "social",
        "socle local": "members-local",
        "zonage": "zoning",
        "CALPAE": "calpae",
        "ZRR": "zrr",
        "charte": "charter",
    }
    entries = [change.iri.rpartition("/")[2] for change in told]
    assert len(rows) == len(words)
    for start, entry in words.items():
        assert any(row.startswith(start) for row in rows)
        assert any(name.startswith(entry) for name in entries)
