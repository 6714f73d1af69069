"""A file is checked: which rule set, which findings, where they stand, what cannot be decided, what is excepted."""

import re
from dataclasses import replace
from datetime import date

import pytest

from ftgraph.committees.checking import Checker
from ftgraph.errors import UsageError
from ftgraph.sources.handed_in import HandedIn, Place
from ftgraph.validation import rulesets
from ftgraph.validation.facts import TYPE

DAY = date(2024, 6, 1)
COMMITTEE = "https://example.org/id/comite"
MOTIVE = """ex:derogation a ft:Exemption ; ft:exempts ex:comite ;
  ft:exemptionFrom <https://w3id.org/ftgraph/shape/R-DEP-03> ;
  {motive} ft:decidedOn "2024-02-01"^^<http://www.w3.org/2001/XMLSchema#date> ; ft:decidedBy ex:prefecture ."""

A_CONTRACT = f"<https://example.org/id/{{}}> <{TYPE}> <https://w3id.org/ftgraph/def#Contract> .\n"


def only(report):
    (committee,) = report.committees
    return committee


def outcome(committee, rule):
    return next(each for each in committee.outcomes if each.rule == rule)


def test_a_conform_committee_is_conform_as_far_as_can_be_decided(checker, file_of):
    committee = only(checker.check(file_of("dep-2023"), on=DAY))
    assert (committee.level, committee.territory) == ("DEP", "Département d’essai")
    assert committee.findings == ()
    assert committee.conformity == "conform-as-far-as-decidable"
    assert committee.count("kept") > 20


def test_a_missing_seat_is_said_with_names_and_no_iri(checker, file_of):
    committee = only(checker.check(file_of("dep-2023", without=("siege-mdph",)), on=DAY))
    found = {finding.rule: finding for finding in committee.findings}
    assert set(found) == {"R-DEP-03", "R-DEP-05"}
    finding = found["R-DEP-03"]
    assert committee.conformity == "not-conform"
    assert finding.severity == "violation"
    assert finding.formation.fr == "COPIL"
    assert finding.value_label == "un représentant de la MDPH"
    assert "il manque au COPIL un représentant de la MDPH" in finding.message.fr
    assert "a representative of the MDPH" in finding.message.en
    assert "http" not in finding.message.fr + finding.message.en
    assert finding.remedy.fr
    (fact, *_) = outcome(committee, "R-DEP-03").sources
    assert fact.identifier.startswith("P")
    assert fact.statement.fr


def test_core_messages_name_the_focus_and_dates_are_written_out(checker, file_of):
    file = file_of("dep-2023", without=("cartographie",))
    finding = next(each for each in only(checker.check(file, on=DAY)).findings if each.rule == "R-DEP-07")
    assert "depuis le 1er juin 2023" in finding.message.fr
    assert "since 1 June 2023" in finding.message.en
    bare = HandedIn("x", "rdf", file.data.replace("<https://w3id.org/ftgraph/def#secretariat>", "<urn:x>"))
    message = next(each for each in only(checker.check(bare, on=DAY)).findings if each.rule == "R-ALL-06").message
    assert message.fr.startswith("Comité France Travail départemental d’essai")


def test_places_come_nearest_first(checker, file_of):
    row, seat, cell = Place("Comité", 2), Place("Formations", 3), Place("Réunions", 9, "Formation", "A9", "COPIL")
    places = {
        (COMMITTEE, ""): (row,),
        ("https://example.org/id/copil", ""): (seat,),
        (COMMITTEE, "https://w3id.org/ftgraph/def#meetingOf"): (cell,),
    }
    file = file_of("dep-2023", without=("copil-1",), places=places)
    finding = next(each for each in only(checker.check(file, on=DAY)).findings if each.rule == "R-DEP-06")
    assert finding.places == (cell, seat, row)


def test_what_is_missing_is_not_shown_on_another_sheet(checker, file_of):
    row, charter = Place("Comité", 2), Place("Signataires", 2, "Charte", "B2", "Charte locale")
    places = {(COMMITTEE, ""): (row,), (COMMITTEE, "https://w3id.org/ftgraph/def#adopts"): (charter,)}
    file = file_of("dep-law", without=("reglement",), places=places)
    finding = next(each for each in only(checker.check(file, on=date(2025, 9, 15))).findings if each.rule == "L-DEP-06")
    assert finding.places == (row,)


def test_a_rule_whose_part_is_missing_is_undecidable_unless_it_was_said_to_be_empty(checker, file_of):
    meetings = [
        f"{kind}-{n}" for kind, most in (("copil", 4), ("cotech", 8), ("elargi", 1)) for n in range(1, most + 1)
    ]
    file = file_of("dep-2023", without=(*meetings, "revue"))
    told = outcome(only(checker.check(file, on=DAY)), "R-DEP-06")
    assert (told.state, told.findings) == ("undecidable", ())
    assert told.reason.fr == "Non vérifiable\N{NO-BREAK SPACE}: pas de réunion dans le dossier."
    assert told.reason.en == "Cannot be decided: no meeting in the file."
    empty = file_of("dep-2023", without=(*meetings, "revue"), parts=("https://w3id.org/ftgraph/def#Meeting",))
    assert outcome(only(checker.check(empty, on=DAY)), "R-DEP-06").state == "broken"


def test_votes_are_not_known_while_nobody_but_the_presidents_has_any(checker, file_of, day_of):
    file = file_of("dep-law")
    votes = re.compile(r'(<https://example.org/id/siege-(?!prefet|president)[^>]+> <[^>]+#votes>) "\d+"')
    unsaid = replace(file, data=votes.sub(r'\1 "0"', file.data))
    committee = only(checker.check(unsaid, on=day_of("dep-law")))
    assert {rule: outcome(committee, rule).state for rule in ("L-ALL-03", "L-ALL-05", "L-ALL-07")} == dict.fromkeys(
        ("L-ALL-03", "L-ALL-05", "L-ALL-07"), "undecidable"
    )


def test_the_seats_of_a_formation_that_is_over_are_not_said_to_be_filled(checker, file_of):
    over = 'ex:copil ft:validUntil "2024-05-31"^^<http://www.w3.org/2001/XMLSchema#date> .'
    committee = only(checker.check(file_of("dep-2023", without=("membre-cpam",), added=over), on=DAY))
    assert (outcome(committee, "R-DEP-02").state, outcome(committee, "R-DEP-03").state) == ("broken", "undecidable")


def test_a_cadence_is_not_judged_in_a_first_year(checker, file_of):
    file = file_of("dep-2023", without=("cotech-1",))
    assert outcome(only(checker.check(file, on=DAY)), "R-DEP-06").state == "broken"
    assert outcome(only(checker.check(file, on=date(2024, 3, 1))), "R-DEP-06").state == "undecidable"


def test_rules_of_other_levels_and_of_absent_things_do_not_apply(checker, file_of):
    committee = only(checker.check(file_of("dep-2023"), on=DAY))
    assert outcome(committee, "R-NAT-01").state == "not-applicable"
    assert outcome(committee, "R-NAT-01").reason.fr == "Ne vise que le niveau national."
    file = file_of("dep-2023", parts=("https://w3id.org/ftgraph/def#Solution",))
    assert outcome(only(checker.check(file, on=DAY)), "R-SOL-01").state == "not-applicable"


def test_an_exemption_lowers_the_finding_and_is_shown(checker, file_of):
    added = MOTIVE.format(motive='ft:motive "MDPH en cours de création"@fr ;')
    committee = only(checker.check(file_of("dep-2023", without=("siege-mdph",), added=added), on=DAY))
    told = outcome(committee, "R-DEP-03")
    assert told.state == "excepted"
    (finding,) = told.findings
    assert finding.severity == "info"
    assert finding.exception.motive == "MDPH en cours de création"
    assert (finding.exception.decided_by, finding.exception.decided_on) == ("Préfecture", date(2024, 2, 1))
    assert outcome(committee, "R-DEP-05").state == "broken"


@pytest.mark.parametrize(
    ("motive", "on", "code"),
    [
        ("", DAY, "exemption-incomplete"),
        ('ft:motive "x"@fr ;', date(2024, 1, 15), "exemption-not-in-force"),
        (
            'ft:motive "x"@fr ; ft:validUntil "2024-05-31"^^<http://www.w3.org/2001/XMLSchema#date> ;',
            DAY,
            "exemption-not-in-force",
        ),
    ],
)
def test_an_exemption_that_does_not_count_is_said(checker, file_of, motive, on, code):
    added = MOTIVE.format(motive=motive)
    report = checker.check(file_of("dep-2023", without=("siege-mdph",), added=added), on=on)
    assert [fault.code for fault in report.faults] == [code]
    assert outcome(only(report), "R-DEP-03").state == "broken"


def test_the_rule_set_is_declared_implied_or_asked_for(checker, file_of):
    file = file_of("dep-2023")
    silent = HandedIn("x", "rdf", file.data.replace("def#followsRuleSet", "def#other"))
    assert only(checker.check(file, on=date(2025, 1, 1))).rule_set == rulesets.PREFIGURATION
    assert "qui vaut" in only(checker.check(file, on=date(2025, 1, 1))).rule_set_reason.fr
    assert only(checker.check(silent, on=DAY)).rule_set == rulesets.PREFIGURATION
    told = only(checker.check(silent, on=date(2025, 1, 1)))
    assert told.rule_set == rulesets.LABOUR_CODE
    assert "ne déclare pas" in told.rule_set_reason.fr
    assert "1 January 2025" in told.rule_set_reason.en
    both = checker.check(file, on=DAY, rule_set="both").committees
    assert [committee.rule_set for committee in both] == list(rulesets.ALL)
    assert only(checker.check(file, on=DAY, rule_set="code-du-travail")).rule_set == rulesets.LABOUR_CODE


def test_a_rule_set_that_is_not_open_is_an_error(file_of):
    small = Checker((rulesets.LABOUR_CODE,))
    with pytest.raises(UsageError, match="n’est pas ouvert"):
        small.check(file_of("dep-2023"), on=DAY)
    with pytest.raises(UsageError, match="n’existe pas"):
        small.check(file_of("dep-2023"), on=DAY, rule_set="autre")  # type: ignore[arg-type]


def renamed(file: HandedIn, prefix: str) -> str:
    return file.data.replace("https://example.org/id/", f"https://example.org/id/{prefix}")


def test_each_committee_of_a_file_has_its_own_report(checker, file_of):
    right, wrong = file_of("dep-2023"), file_of("dep-2023", without=("siege-mdph",))
    report = checker.check(HandedIn("deux", "rdf", renamed(right, "a-") + renamed(wrong, "b-")), on=DAY)
    found = {committee.iri.rpartition("/")[2]: len(committee.findings) for committee in report.committees}
    assert found == {"a-comite": 0, "b-comite": 2}


def test_what_belongs_to_no_committee_is_told_for_the_whole_file(checker, file_of):
    contract = """<https://example.org/id/seul> a <https://w3id.org/ftgraph/def#Contract> ;
      <http://purl.org/dc/terms/title> "Contrat seul"@fr ."""
    file = file_of("dep-2023")
    alone = file_of("dep-2023", added=contract)
    assert any(each.focus.endswith("/seul") for each in only(checker.check(alone, on=DAY)).findings)
    two = checker.check(HandedIn("deux", "rdf", renamed(file, "a-") + alone.data), on=DAY).committees
    assert [committee.iri != "" for committee in two] == [True, True, False]
    assert {finding.focus for finding in two[2].findings} == {"https://example.org/id/seul"}
    assert not two[0].findings
    assert not two[1].findings


def test_a_contract_of_a_territory_belongs_to_its_committee(checker, file_of):
    contract = "ex:seul a ft:Contract ; ft:territory ex:departement ."
    data = renamed(file_of("dep-2023"), "a-") + file_of("dep-2023", added=contract).data
    reports = {
        each.iri.rpartition("/")[2]: each for each in checker.check(HandedIn("deux", "rdf", data), on=DAY).committees
    }
    assert set(reports) == {"a-comite", "comite"}
    assert {finding.focus for finding in reports["comite"].findings} == {"https://example.org/id/seul"}
    assert not reports["a-comite"].findings


def test_a_file_without_a_committee_is_still_checked(checker):
    data = A_CONTRACT.format("c")
    committee = only(checker.check(HandedIn("contrats", "rdf", data), on=DAY))
    assert committee.iri == ""
    assert {finding.rule for finding in committee.findings} >= {"R-CTR-01", "R-CTR-03"}


def test_a_committee_whose_level_is_not_known_is_judged_by_no_rule_of_a_level(checker):
    data = f"<{COMMITTEE}> <{TYPE}> <https://w3id.org/ftgraph/def#Committee> .\n"
    committee = only(checker.check(HandedIn("c", "rdf", data), on=date(2026, 11, 24)))
    assert committee.conformity == "conform-as-far-as-decidable"
    told = outcome(committee, "L-DEP-01")
    assert (told.state, told.reason.fr) == (
        "undecidable",
        "Non vérifiable\N{NO-BREAK SPACE}: le niveau du comité n’est pas connu.",
    )


@pytest.mark.parametrize("rule_set", ["declared", "both"])
def test_a_file_without_a_committee_is_not_said_to_conform(checker, rule_set):
    report = checker.check(HandedIn("vide", "rdf", ""), on=DAY, rule_set=rule_set)
    assert report.committees == ()
    (fault,) = report.faults
    assert (fault.code, fault.severity, fault.place) == ("no-committee", "violation", Place("vide"))


def test_what_only_the_graph_knows_is_not_judged(checker, file_of):
    other = A_CONTRACT.format("ailleurs")
    report = checker.check(file_of("dep-2023"), on=DAY, context=other, generation=7)
    assert only(report).findings == ()
    assert report.generation == 7


def test_a_vacant_seat_points_at_its_own_row(checker, file_of):
    kept = "ex:siege-mdph ft:acceptsCategory <https://w3id.org/ftgraph/voc/actor-category/disability-office> ."
    file = file_of("dep-2023", without=("membre-mdph",), added=kept)
    row = Place("Membres", 12)
    seat, committee = "https://example.org/id/siege-mdph", Place("Comité", 2)
    placed = replace(file, places={(seat, ""): (row,), (COMMITTEE, ""): (committee,)})
    finding = next(each for each in only(checker.check(placed, on=DAY)).findings if each.rule == "R-DEP-03")
    assert finding.places == (row, committee)
    assert "Complétez la ligne de ce siège" in finding.remedy.fr


def test_no_meeting_at_all_is_told_in_words(checker, file_of):
    file = file_of("dep-2023", without=("elargi-1",))
    finding = next(each for each in only(checker.check(file, on=DAY)).findings if each.rule == "R-DEP-06")
    assert "ne s’est pas réuni depuis un an" in finding.message.fr
    assert "did not meet in the past year" in finding.message.en
