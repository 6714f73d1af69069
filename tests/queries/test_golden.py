"""Every query file has a golden answer on the example: `golden/<subject>/<question>.json`.

An answer that says `"on": "a file"` is given on that file and the rule sets, `"alone": true` on the file alone.

To write them again after a change that is meant: `FTGRAPH_WRITE_GOLDEN=1 pytest tests/queries`, then read the diff.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from ftgraph import queries
from ftgraph.committees.file_graph import FileGraph
from ftgraph.errors import UsageError
from ftgraph.graph.store import Queryable, Reader
from ftgraph.queries import Query
from ftgraph.validation import engines, rulesets
from ftgraph.validation.preparation import to_ntriples

GOLDEN = Path(__file__).parent / "golden"
WHOLE = 60
QUERIES = list(queries.catalogue())


def told(terms: Iterable[Any], kept: list[int]) -> list[str]:
    return [str(term) for position, term in enumerate(terms) if position in kept]


@pytest.fixture(scope="session")
def file_graph() -> Callable[[str, bool], Queryable]:
    """A Turtle file of the tests, alone or with the rule sets, read once."""
    read: dict[str, Queryable] = {}

    def _file_graph(name: str, alone: bool) -> Queryable:
        if name not in read:
            data = to_ntriples(Path(__file__).parents[1] / name)
            read[name] = FileGraph(engines.loaded(data, *() if alone else (rulesets.reference(),)))
        return read[name]

    return _file_graph


def answer(demo: Queryable, query: Query, golden: dict[str, Any]) -> dict[str, Any]:
    text = query.text(**golden["parameters"])
    if "CONSTRUCT" in query.body:
        rows = sorted({json.dumps([str(part) for part in triple]) for triple in demo.construct(text)})
        lines = [json.loads(row) for row in rows]
    elif query.body.startswith("ASK"):
        lines = [[str(demo.ask(text))]]
    else:
        columns = [name for name in query.columns if name not in golden.get("ignored", ())]
        kept = [position for position, name in enumerate(query.columns) if name in columns]
        found = list(demo.select(text))
        check_one_order(query, found)
        lines = sorted(told(row, kept) for row in found)
    # What depends on the day of the import (the quality score counts freshness) is left out.
    lines = [line for line in lines if not any(part in line[0] for part in golden.get("without", ()))]
    if golden.get("count_only"):
        return {"count": len(lines)}
    digest = hashlib.sha256(json.dumps(lines).encode()).hexdigest()
    return {"count": len(lines), "digest": digest, "rows": lines if len(lines) <= WHOLE else lines[:20]}


def check_one_order(query: Query, rows: list[Any]) -> None:
    """Rows that `ORDER BY` does not tell apart come in another order elsewhere."""
    ordered = query.body.rpartition("\nORDER BY ")[2] if "\nORDER BY " in query.body else ""
    kept = [position for position, name in enumerate(query.columns) if re.search(rf"\?{name}\b", ordered)]
    if kept:
        keys = {tuple(told(row, kept)) for row in rows}
        whole = {tuple(told(row, range(len(query.columns)))) for row in rows}
        assert len(keys) == len(whole), f"not one order: {query.name}"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_golden_answer(demo: Reader, file_graph: Callable[[str, bool], Queryable], query: Query) -> None:
    path = GOLDEN / f"{query.name}.json"
    assert path.is_file(), f"no golden answer: {path.name}"
    golden = json.loads(path.read_text(encoding="utf-8"))
    on = file_graph(golden["on"], golden.get("alone", False)) if "on" in golden else demo
    found = answer(on, query, golden)
    if os.environ.get("FTGRAPH_WRITE_GOLDEN"):
        golden["answer"] = found
        path.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found["count"] > 0
    assert found == golden["answer"]


def test_no_golden_answer_without_its_query() -> None:
    names = {path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.rglob("*.json")}
    assert names == {query.name for query in QUERIES}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_headers_speak_french_and_english(query: Query) -> None:
    for texts in (query.title, *(p.help for p in query.parameters), *query.columns.values()):
        assert set(texts) >= {"fr", "en"}


def test_parameters_are_terms_never_text() -> None:
    query = queries.load("solutions/one")
    text = query.text(identifier='x" } ; DROP ALL #')
    assert '"x\\" } ; DROP ALL #"' in text


def test_a_term_is_put_in_its_place_once() -> None:
    header = "".join(f'#+ [parameters.{name}]\n#+ type = "string"\n#+ required = true\n' for name in ("a", "b"))
    query = queries.parse("x/y", f'#+ title = {{ fr = "x", en = "x" }}\n{header}ASK {{ ?s ?p $a, $b }}\n')
    assert query.text(a='$b" . ?x ?y "', b="1").endswith('ASK { ?s ?p "$b\\" . ?x ?y \\"", "1" }\n')


@pytest.mark.parametrize(
    ("given", "message"),
    [({}, "obligatoire"), ({"identifier": ["a", "b"]}, "qu’une fois"), ({"identifier": "a", "x": 1}, "n’a pas de")],
)
def test_wrong_parameters_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        queries.load("solutions/one").text(**given)
