"""Charte: who signed it, what each commits to, and how far it is kept, drawn over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ftgraph.charter import STATES, Charter, Tally, charters
from ftgraph.wording import Text
from ftgraph_api.pages.question import Question
from ftgraph_api.parameters import LANGUAGE, Parameter, table

PARAMETERS = table(
    Parameter("actor", ("Qui s’engage, ou envers qui.", "Who commits, or to whom.")),
    Parameter("state", ("État.", "State."), values=STATES),
    Parameter("on", ("Jour.", "Day."), "date"),
    LANGUAGE,
)
TAGS = {"respected": "good", "partly-respected": "check", "not-respected": "bad", "not-assessed": ""}
_COLOURS = {
    "respected": "#2e7d4f",
    "partly-respected": "#e0a030",
    "not-respected": "#b3261e",
    "not-assessed": "#c9cdd4",
}
_WIDTH, _HEIGHT, _FOOT, _GAP = 520, 180, 26, 24
_WIDEST = 90


@dataclass(frozen=True)
class Block:
    """A part of a bar: its place, its colour, its number, what it counts (a notation)."""

    y: float
    height: float
    colour: str
    number: int
    state: str


@dataclass(frozen=True)
class Bar:
    """A day: where its bar stands, its parts from the bottom up."""

    x: float
    width: float
    tally: Tally
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Chart:
    """The state of respect on each day, as bars of one height when the same commitments are counted."""

    width: int
    height: int
    bars: Sequence[Bar]


def values(question: Question) -> dict[str, Any]:
    """All that the page shows."""
    given = question.given
    on, actor, state = question.day, given.one("actor") or "", given.one("state") or ""
    found = charters(question.served.reader, on, actor=actor, state=state)
    words = question.index.vocabulary.scheme("respect")
    pairs = [("on", on.isoformat()), ("format", "csv"), ("actor", actor), ("state", state)]
    pairs += [("lang", "en")] if question.language == "en" else []
    return {
        "charters": [(each, _chart(each)) for each in found],
        "on": on,
        "actor": actor,
        "state": state,
        "states": [(key, words[key].label(question.language)) for key in STATES],
        "tags": TAGS,
        "colours": _COLOURS,
        "csv": f"/api/v1/charter?{urlencode([pair for pair in pairs if pair[1]])}",
        "title": Text("Charte d’engagements réciproques", "Charter of mutual commitments").say(
            "en" if question.language == "en" else "fr"
        ),
    }


def _chart(charter: Charter) -> Chart | None:
    """Nothing is drawn of a charter without a finding."""
    if not any(each.history for each in charter.commitments):
        return None
    most = len(charter.commitments)
    step = _WIDTH / len(charter.respect)
    width = min(step - _GAP, _WIDEST)
    bars = []
    for place, tally in enumerate(charter.respect):
        numbers = (tally.respected, tally.partly_respected, tally.not_respected, tally.not_assessed)
        blocks, y = [], float(_HEIGHT)
        for state, number in zip(STATES, numbers, strict=True):
            height = _HEIGHT * number / most
            y -= height
            if number:
                blocks.append(Block(round(y, 1), round(height, 1), _COLOURS[state], number, state))
        bars.append(Bar(round(place * step + (step - width) / 2, 1), round(width, 1), tally, blocks))
    return Chart(_WIDTH, _HEIGHT + _FOOT, bars)
