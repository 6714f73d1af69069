"""Roadmaps, needs, practices and deliverables of the example, day by day."""

from datetime import date

import pyoxigraph as ox
import pytest

from ftgraph import queries
from ftgraph.committees.file_graph import FileGraph
from ftgraph.errors import UsageError
from ftgraph.exports.icalendar import Event, calendar
from ftgraph.graph.store import Reader
from ftgraph.namespaces import DEF
from ftgraph.roadmaps import deliverables, followed, functions, plans, practices, stated
from ftgraph.roadmaps.committees import Bodies, NoSuchCommittee
from ftgraph.roadmaps.reading import notation, rows

DAY = date(2026, 11, 24)
RAISED, HANDED = "BES-FOU-2026-01", "BES-FOU-2026-02"


@pytest.mark.parametrize(
    ("reference", "day", "state", "levels"),
    [
        (RAISED, date(2026, 2, 10), "open", ["LOC"]),
        (RAISED, date(2026, 3, 23), "open", ["LOC"]),
        (RAISED, date(2026, 3, 24), "raised", ["LOC", "DEP"]),
        (RAISED, date(2026, 6, 9), "raised", ["LOC", "DEP", "REG"]),
        (HANDED, date(2026, 5, 1), "open", ["LOC"]),
        (HANDED, date(2026, 5, 2), "handed", ["LOC"]),
        (HANDED, date(2026, 10, 30), "closed", ["LOC"]),
        ("BES-VIT-2026-01", date(2026, 9, 14), "covered", ["LOC"]),
        ("BES-VIT-2026-02", date(2026, 9, 15), "handed", ["LOC", "DEP"]),
        ("BES-FOU-2026-03", DAY, "open", ["LOC"]),
    ],
)
def test_a_need_is_followed_from_day_to_day(demo: Reader, reference: str, day: date, state: str, levels: list[str]):
    need = followed.one_need(demo, reference, day)
    assert need.state == state
    assert [stop.level for stop in need.path] == levels
    assert all(step.day <= day for step in need.steps)


def test_its_age_stops_when_it_is_closed(demo: Reader):
    need = followed.one_need(demo, HANDED, DAY)
    assert (need.closed_on, need.age_days) == (date(2026, 10, 30), 262)
    assert need.outcome == "met-by-experiment"
    assert need.experiment.startswith("Navette")
    still = followed.one_need(demo, RAISED, DAY)
    assert still.age_days == (DAY - date(2026, 2, 10)).days


def test_the_path_leads_to_published_committees_and_each_knows_its_needs(demo: Reader):
    need = followed.one_need(demo, RAISED, DAY)
    keys = [stop.committee for stop in need.path]
    assert keys == ["local-fougeres", "departement-35-code-du-travail", "region-53"]
    assert [stop.since for stop in need.path] == [date(2026, 2, 10), date(2026, 3, 24), date(2026, 6, 9)]
    bodies = Bodies(demo, DAY)
    for key in keys:
        held = followed.followed_needs(demo, DAY, committee=bodies.one(key))
        assert RAISED in {each.reference for each in held}
    assert [each.reference for each in followed.followed_needs(demo, DAY)].count(RAISED) == 1


def test_nothing_was_recorded_before_the_first_day(demo: Reader):
    assert followed.followed_needs(demo, date(2026, 1, 1)) == ()
    with pytest.raises(followed.NoSuchNeed):
        followed.one_need(demo, RAISED, date(2026, 1, 1))


def test_needs_are_narrowed_by_state(demo: Reader):
    closed = followed.followed_needs(demo, DAY, state="closed")
    assert {each.state for each in closed} == {"closed"}
    assert len(closed) == 3


@pytest.mark.parametrize(
    ("starts", "due", "done", "state"),
    [
        (None, date(2026, 6, 30), None, "under-way"),
        (None, date(2026, 5, 31), None, "late"),
        (None, date(2026, 6, 1), None, "under-way"),
        (date(2026, 6, 2), date(2026, 7, 1), None, "to-come"),
        (None, date(2026, 5, 1), date(2026, 5, 30), "done"),
        (None, date(2026, 5, 1), date(2026, 6, 2), "late"),
        (None, None, None, "undated"),
    ],
)
def test_how_an_action_stands(starts: date | None, due: date | None, done: date | None, state: str):
    assert plans.state_of(starts, due, done, date(2026, 6, 1)) == state


def test_a_roadmap_has_its_axes_and_its_calendar(demo: Reader):
    body = Bodies(demo, DAY).one("local-fougeres")
    coming, current = plans.roadmaps(demo, DAY, [body])
    assert (coming.standing, coming.made_on, coming.due_on) == ("to-come", None, date(2026, 12, 31))
    assert current.standing == "in-force"
    assert {axis.theme for axis in current.axes} == {"reaching-out", "employer-contact", "hiring-tensions"}
    assert [action.state for action in current.actions] == ["done", "late", "under-way", "to-come"]
    assert current.late == 1
    assert len(current.validated_by) == 2


def test_a_diagnosis_and_who_produced_it(demo: Reader):
    body = Bodies(demo, DAY).one("local-fougeres")
    (found,) = plans.diagnoses(demo, DAY, body)
    assert (found.made_on, found.produced_by) == (date(2026, 1, 20), "France Travail Bretagne")
    assert plans.diagnoses(demo, date(2026, 1, 19), body) == ()


def test_deliverables_are_due_done_or_late(demo: Reader):
    bodies = Bodies(demo, date(2024, 6, 1))
    body = bodies.one("departement-35")
    assert body.rule_set == "prefiguration-2023"
    found = {
        (each.year, each.label.fr): each.state
        for each in deliverables.deliverables(demo, date(2024, 6, 1), [body])
        if each.expected
    }
    assert found[2023, "agenda annuel d’actions"] == "late"
    assert found[2024, "agenda annuel d’actions"] == "done"
    before = deliverables.deliverables(demo, date(2024, 1, 15), [body], 2024)
    maps = [each for each in before if each.label.fr.startswith("cartographie")]
    assert [each.state for each in maps] == ["due"]


def test_what_a_committee_announced_is_late_past_its_day(demo: Reader):
    body = Bodies(demo, DAY).one("local-fougeres")

    def state(day: date) -> str:
        lines = deliverables.deliverables(demo, day, [body])
        return next(each.state for each in lines if each.label.fr.startswith("Bilan"))

    assert state(date(2026, 9, 30)) == "due"
    assert state(date(2026, 10, 1)) == "late"


def test_the_law_expects_rules_of_procedure_once(demo: Reader):
    body = Bodies(demo, DAY).one("local-vitre")
    (line,) = [each for each in deliverables.deliverables(demo, DAY, [body]) if each.expected]
    assert (line.year, line.state, line.said_by) == (None, "done", ("R.\u00a05311-45",))
    (earlier,) = [each for each in deliverables.deliverables(demo, date(2026, 2, 1), [body]) if each.expected]
    assert earlier.state == "due"


def test_practices_are_collected_assessed_then_spread(demo: Reader):
    def of(day: date) -> dict[str, str]:
        return {each.title: each.state for each in practices.practices(demo, day)}

    name = "Tenir les permanences sur les marchés"
    assert name not in of(date(2026, 7, 1))
    assert of(date(2026, 7, 2))[name] == "collected"
    assert of(date(2026, 9, 20))[name] == "assessed"
    assert of(date(2026, 10, 6))[name] == "spread"
    taken = next(each for each in practices.practices(demo, DAY) if each.title == name)
    assert [each.territory for each in taken.spread] == ["Vitré – Roche aux Fées", "Redon"]


def test_who_exercises_functions(demo: Reader):
    bodies = Bodies(demo, DAY)
    support, presiding = functions.functions(demo, bodies.one("local-fougeres"), DAY)
    assert support.by == ("France Travail Bretagne",)
    assert len(presiding.by) == 2
    assert [task.fact for task in support.tasks] == [f"P10.{number}" for number in range(1, 8)]
    shown = {task.fact for function in (support, presiding) for task in function.tasks if task.traces}
    assert shown == {"P10.1", "P10.2", "P10.4", "P10.7", "P10.8", "P10.10", "P10.11"}
    (national, _) = functions.functions(demo, bodies.one("national"), DAY)
    (secretariat,) = national.tasks[-1].traces
    assert not secretariat.exercised


def test_what_shows_that_a_function_was_exercised_is_told_by_its_kind(demo: Reader):
    bodies = Bodies(demo, DAY)
    support, presiding = functions.functions(demo, bodies.one("departement-35-code-du-travail"), DAY)
    said = {task.fact: [trace.said.fr for trace in task.traces] for each in (support, presiding) for task in each.tasks}
    assert said["P10.4"] == [
        "Réponse commune à un appel\u202f: Permis et vélo pour les saisonniers du littoral (exemple)"
    ]
    assert "Réunion\u202f: 8 membres présents" in said["P10.6"]
    assert "Conférence des financeurs\u202f: Contrat local des solidarités 2024-2027 (exemple)" in said["P10.8"]
    assert "Contrat signé\u202f: Pacte territorial pour l’insertion 2025-2028 (exemple)" in said["P10.9"]
    assert not any("Convention annuelle" in each for each in said["P10.10"]), "employment and integration only"
    assert "Revue de projet\u202f: Contrat local des solidarités 2024-2027 (exemple)" in said["P10.11"]
    (_, before) = functions.functions(demo, bodies.one("departement-35-code-du-travail"), date(2024, 1, 1))
    reviews = next(task.traces for task in before.tasks if task.fact == "P10.11")
    assert {trace.day for trace in reviews} == {date(2022, 11, 15), date(2023, 10, 10)}


def test_a_task_has_a_query_or_a_reason_why_nothing_can_show_it(demo: Reader):
    files = {path.stem for path in queries.files("functions")}
    told = list(rows(demo, "governance/functions"))
    assert len(told) == 13
    assert {notation(each["task"]) for each in told if not each["no_trace_fr"]} == files
    assert [each["fact"] for each in told if each["no_trace_fr"] and each["no_trace_en"]] == ["P10.13", "P10.3"]


def test_an_unknown_committee_or_state_is_told_with_what_there_is(demo: Reader):
    with pytest.raises(NoSuchCommittee, match="local-fougeres"):
        Bodies(demo, DAY).one("local-fougere")
    with pytest.raises(UsageError, match="raised"):
        stated.checked("ouvert", followed.STATES)


def test_a_calendar_is_folded_and_escaped():
    text = "é" * 60 + ", et ; fin"
    body = calendar("Nom, avec virgule", [Event("a", date(2026, 12, 31), text, "une\nligne")], DAY)
    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    unfolded = body.replace(b"\r\n ", b"").decode()
    assert f"SUMMARY:{'é' * 60}\\, et \\; fin" in unfolded
    assert "DESCRIPTION:une\\nligne" in unfolded
    assert "DTSTART;VALUE=DATE:20261231" in unfolded


@pytest.mark.parametrize(
    ("made_on", "credited"),
    [("2023-12-31", {"before"}), ("2024-01-01", {"after"}), ("2020-01-01", {"before", "after"})],
)
def test_a_validation_is_credited_to_who_held_the_seat_on_the_day(made_on: str, credited: set[str]):
    turtle = f"""@prefix ft: <{DEF}> . @prefix ex: <https://example.org/> . @prefix dct: <http://purl.org/dc/terms/> .
      @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
      ex:roadmap ft:establishedBy ex:committee ; dct:date "{made_on}"^^xsd:date .
      ex:seat ft:validates ex:roadmap .
      ex:one ft:seat ex:seat ; ft:represents ex:before ;
        ft:validFrom "2022-01-01"^^xsd:date ; ft:validUntil "2023-12-31"^^xsd:date .
      ex:two ft:seat ex:seat ; ft:represents ex:after ; ft:validFrom "2024-01-01"^^xsd:date .
      ex:before skos:prefLabel "before"@fr . ex:after skos:prefLabel "after"@fr, "the same, otherwise"@fr ."""
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    found = rows(FileGraph(store), "roadmaps/validations", committee=[])
    assert sorted(row["organisation"] for row in found) == sorted(credited)
