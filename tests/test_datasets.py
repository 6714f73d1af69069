"""The sources of an answer, named and licensed."""

from ftgraph import datasets
from ftgraph.solutions import SolutionFilters, search


def test_an_answer_names_the_sources_of_its_rows(demo, demo_index, day) -> None:
    known = datasets.loaded(demo)
    filters = SolutionFilters(barriers=("mobilite",), territory="departement:35")
    answer = search(demo_index, filters, today=day, limit=0)
    told = datasets.of_answer(known, answer, filters)
    assert {each.code for each in told} == {each.value for each in answer.facets["source"]}
    assert all(each.title and each.title != each.code for each in told)
    assert all(each.example for each in told)
    one = SolutionFilters(sources=(told[0].code,))
    only = datasets.of_answer(known, search(demo_index, one, today=day, limit=0), one)
    assert [each.code for each in only] == [told[0].code]


def test_a_question_looks_into_all_sources_unless_it_names_some(demo) -> None:
    known = datasets.loaded(demo)
    assert [each.code for each in datasets.of_question(known, SolutionFilters())] == sorted(known)
    assert [each.code for each in datasets.of_question(known, SolutionFilters(sources=("x",)))] == ["x"]
