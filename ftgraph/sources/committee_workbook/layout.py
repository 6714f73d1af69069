"""The layout of the committee workbook (`data/reference/committee-workbook.toml`): sheets, columns, statements.

That file says what each key means; this module only gives it types.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from ftgraph import assets
from ftgraph.wording import Text

Kind = Literal[
    "text",
    "date",
    "year",
    "number",
    "decimal",
    "yes-no",
    "concept",
    "choice",
    "indicator",
    "organisation",
    "territory",
    "person",
    "committee",
    "rule",
    "college",
    "topic",
    "reference",
]


@dataclass(frozen=True)
class Condition:
    """`when` a column is filled in (with one of the keys `among`, if any are given), `unless` another is."""

    when: str = ""
    among: tuple[str, ...] = ()
    unless: str = ""


@dataclass(frozen=True)
class Statement:
    """What a value states: of a node, by a property (CURIE). `reverse`: the value is the subject.

    `value` (CURIE) is stated instead of the cell's own; `part` picks one part of a value that has several.
    """

    property: str
    of: str = "row"
    reverse: bool = False
    value: str = ""
    part: str = ""
    only: Condition = field(default_factory=Condition)


@dataclass(frozen=True)
class Link:
    """A tie from another node of the record (`start`) to this one, or, `reverse`, from this one to it."""

    property: str
    start: str = "row"
    reverse: bool = False
    only: Condition = field(default_factory=Condition)


@dataclass(frozen=True)
class Node:
    """A kind of node that a record makes."""

    key: str
    segment: str
    class_: str
    class_by: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    each: str = ""
    links: tuple[Link, ...] = ()
    only: Condition = field(default_factory=Condition)


@dataclass(frozen=True)
class Choice:
    """A value of a closed list that is no vocabulary: its key and the words that people write for it."""

    key: str
    label: Text
    synonyms: tuple[str, ...] = ()
    iri: str = ""


@dataclass(frozen=True)
class Column:
    """A column: how its heading is written, what its cells hold, what they state.

    `presumed`: of an organisation, the column whose one value tells its category when nothing else does.
    `required`: the sheet must have it. `essential`: no cell of it may be empty, because no rule would say so.
    """

    key: str
    heading: Text
    help: Text
    kind: Kind
    synonyms: tuple[str, ...] = ()
    required: bool = False
    essential: bool = False
    many: bool = False
    code: bool = False
    language: bool = False
    above: bool = False
    width: int = 20
    schemes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    target: str = ""
    node: str = "row"
    where: Condition = field(default_factory=Condition)
    same: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    default: bool = False
    topic: str = ""
    siret: str = ""
    category: str = ""
    presumed: str = ""
    states: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class SheetLayout:
    """A sheet. `parts`: CURIEs of the classes that it speaks of once it is filled in.

    `named_by`: the columns by which other sheets name its records. `optional`: its absence is not worth saying.
    """

    key: str
    heading: Text
    help: Text
    synonyms: tuple[str, ...]
    parts: tuple[str, ...]
    named_by: tuple[str, ...]
    optional: bool
    nodes: tuple[Node, ...]
    columns: tuple[Column, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """Column by key."""
        return {column.key: column for column in self.columns}

    def node(self, key: str) -> Node:
        """The node of that key. `KeyError` when the sheet has none."""
        return {node.key: node for node in self.nodes}[key]


@dataclass(frozen=True)
class Layout:
    """The whole workbook, and the words that are read alike on every sheet."""

    sheets: tuple[SheetLayout, ...]
    ignored: tuple[str, ...]
    nothing: tuple[str, ...]
    vacant: tuple[str, ...]
    titles: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    actor_classes: Mapping[str, str]

    def sheet(self, key: str) -> SheetLayout:
        """The sheet of that key. `KeyError` when there is none."""
        return {sheet.key: sheet for sheet in self.sheets}[key]


def load(path: Path | None = None) -> Layout:
    """The layout of `path` (default: the shipped one). About 10 ms."""
    text = (path or assets.data() / "reference" / "committee-workbook.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    return Layout(
        sheets=tuple(_sheet(sheet) for sheet in found["sheet"]),
        ignored=tuple(found["ignored"]),
        nothing=tuple(found["nothing"]),
        vacant=tuple(found["vacant"]),
        titles=tuple(found["titles"]),
        yes=tuple(found["yes"]),
        no=tuple(found["no"]),
        actor_classes=found["actor_classes"],
    )


def _text(found: Mapping[str, str]) -> Text:
    return Text(found["fr"], found.get("en", ""))


def _condition(found: Mapping[str, Any]) -> Condition:
    return Condition(found.get("when", ""), tuple(found.get("among", ())), found.get("unless", ""))


def _sheet(found: Mapping[str, Any]) -> SheetLayout:
    return SheetLayout(
        key=found["key"],
        heading=_text(found["heading"]),
        help=_text(found["help"]),
        synonyms=tuple(found.get("synonyms", ())),
        parts=tuple(found.get("parts", ())),
        named_by=tuple(found.get("named_by", ())),
        optional=found.get("optional", False),
        nodes=tuple(_node(node) for node in found.get("node", ())),
        columns=tuple(_column(column) for column in found["column"]),
    )


def _node(found: Mapping[str, Any]) -> Node:
    links = (
        Link(link["property"], link.get("from", "row"), link.get("reverse", False), _condition(link))
        for link in found.get("links", ())
    )
    return Node(
        key=found["key"],
        segment=found["segment"],
        class_=found["class"],
        class_by=found.get("class_by", ""),
        classes=found.get("classes", {}),
        needs=tuple(found.get("needs", ())),
        identity=tuple(found.get("identity", ())),
        each=found.get("each", ""),
        links=tuple(links),
        only=_condition(found),
    )


def _column(found: Mapping[str, Any]) -> Column:
    states = (
        Statement(
            state["property"],
            state.get("of", "row"),
            state.get("reverse", False),
            state.get("value", ""),
            state.get("part", ""),
            _condition(state),
        )
        for state in found.get("states", ())
    )
    choices = (
        Choice(
            choice["key"], Text(choice["fr"], choice["en"]), tuple(choice.get("synonyms", ())), choice.get("iri", "")
        )
        for choice in found.get("choices", ())
    )
    plain = (
        "key",
        "kind",
        "required",
        "essential",
        "many",
        "code",
        "language",
        "above",
        "width",
        "target",
        "node",
        "default",
        "topic",
        "siret",
        "category",
        "presumed",
    )
    return Column(
        heading=_text(found["heading"]),
        help=_text(found["help"]),
        synonyms=tuple(found.get("synonyms", ())),
        schemes=tuple(found.get("schemes", ())),
        choices=tuple(choices),
        same=tuple(found.get("same", ())),
        all=tuple(found.get("all", ())),
        where=_condition(found.get("where", {})),
        states=tuple(states),
        **{name: found[name] for name in plain if name in found},
    )
