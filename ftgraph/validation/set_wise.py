"""Constraints written for one thing at a time, turned so that a store answers them well for all things at once.

SHACL forbids MINUS, for `$this` is bound before: shapes say `FILTER NOT EXISTS`, which a store searches anew for each
solution and, not knowing what is bound then, from its most numerous end. Where both mean the same, MINUS is asked.

An OPTIONAL is answered before it is joined: `?seat ft:seatIn ?formation` there reads every seat of the country. It is
told again what `$this` is, and what ties `$this` to what it names.
"""

import re
from dataclasses import dataclass

from ftgraph.errors import UsageError

_WHERE = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)
_NOT_EXISTS = re.compile(r"FILTER\s+NOT\s+EXISTS\s*\{", re.IGNORECASE)
_FILTER = re.compile(r"\b(?:FILTER|BIND)\s*\(", re.IGNORECASE)
_CHECK = re.compile(r"\?\w+ a ft:Check ;[^.{}]*\.")
_ASSIGNED = re.compile(r"BIND \( (.+?) AS \?(\w+) \)")
_VARIABLE = re.compile(r"[?$](\w+)")
_OPTIONAL = re.compile(r"\bOPTIONAL\s*\{", re.IGNORECASE)
_STATEMENT_END = re.compile(r"\s\.(?=\s|$)")
# What is no mere statement, or may bind the same thing several times: said again, it would count twice.
_NOT_MERE = re.compile(r"[|*+]|\?(?=[/)\s])|\b(?:OPTIONAL|FILTER|UNION|MINUS|BIND|NOT|EXISTS)\b", re.IGNORECASE)
_SUB_SELECT = re.compile(r"\{\s*SELECT\b([^{]*)\bWHERE\s*\{", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """A SELECT cut around its WHERE group: what stands before the group's content, the content, and what follows."""

    head: str
    body: str
    tail: str


def parts(select: str) -> Parts:
    """Raises `UsageError` on a text that is not SELECT … WHERE { … }."""
    start = _WHERE.search(select)
    if start is None:
        raise UsageError(
            "Une contrainte SPARQL doit être un SELECT … WHERE.", "A SPARQL constraint is a SELECT … WHERE."
        )
    end = _closing(select, start.end(), "{}")
    return Parts(select[: start.end()], select[start.end() : end], select[end:])


def turned(body: str) -> str:
    """The content of a WHERE group with each `FILTER NOT EXISTS` that can be a MINUS made one, at its end.

    One can when it holds triples and conditions on their own variables only, and shares a variable that the triples of
    the group bind: then every one of its solutions binds what the group binds, and both forms drop the same. The day
    of the check, which conditions often name, is the same everywhere: what binds it is said again in the block.
    """
    bound = _bound(body)
    check = _of_the_check(body)
    kept: list[str] = []
    minus: list[str] = []
    position = 0
    for start, end in _blocks(body, _NOT_EXISTS):
        inner = body[_NOT_EXISTS.match(body, start).end() : end - 1]  # type: ignore[union-attr]  # found by it
        if not _is_closed(inner):
            inner = f"{check} {inner}"
        if _is_closed(inner) and (bound - _bound(check)) & _bound(inner):
            kept.append(body[position:start])
            minus.append(f"MINUS {{{inner}}}\n")
            position = end
    kept.append(body[position:])
    return "".join(kept) + "".join(minus)


def anchored(body: str, target: str) -> str:
    """The content of a WHERE group with each plain OPTIONAL told again what is known of `$this` before it.

    `target`: the one triple that says what `$this` is. What is said again shares `$this` and a variable with the
    OPTIONAL, and holds in the group whatever the OPTIONAL finds: each solution joins with itself, once.
    """
    kept: list[str] = []
    position = 0
    for start, end in _blocks(body, _OPTIONAL):
        opening = _OPTIONAL.match(body, start)
        inner = body[opening.end() : end - 1]  # type: ignore[union-attr]  # found by it
        before = body[position:start]
        kept.append(before)
        named = set(_VARIABLE.findall(inner))
        again = [each for each in _statements("".join(kept)) if _ties(each, _bound(inner))]
        if not inner.lstrip().startswith("{") and (again or "this" in named):
            inner = f" {target} {' '.join(f'{each} .' for each in again)}{inner}"
        kept.append(f"OPTIONAL {{{inner}}}")
        position = end
    kept.append(body[position:])
    return "".join(kept)


def narrowed(body: str, target: str) -> str:
    """The content of a WHERE group with each sub-select that answers `$this` told what `$this` is (`target`)."""
    return _SUB_SELECT.sub(lambda match: match.group() + (f" {target} " if "$this" in match.group(1) else ""), body)


def _ties(statement: str, named: set[str]) -> bool:
    """Whether a statement ties `$this` to one of the variables that are named, in one way only."""
    variables = set(_VARIABLE.findall(statement))
    return "this" in variables and bool((variables - {"this"}) & named) and not _NOT_MERE.search(statement)


def _statements(body: str) -> list[str]:
    """The statements of a group's own triples: conditions, assignments and nested blocks left out."""
    return [each.strip() for each in _STATEMENT_END.split(_plain(body)) if each.strip()]


def _of_the_check(body: str) -> str:
    """What a group says of the day of the check: the triples of `ft:Check`, and what is computed from them alone."""
    said = _CHECK.search(body)
    if said is None:
        return ""
    text = said.group()
    for match in _ASSIGNED.finditer(body):
        if set(_VARIABLE.findall(match.group(1))) <= _bound(text):
            text += f" {match.group()}"
    return text


def _blocks(body: str, opening: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the blocks `opening … }` of the group itself stand, not those nested in others."""
    found: list[tuple[int, int]] = []
    position = depth = 0
    while position < len(body):
        match = opening.match(body, position) if depth == 0 else None
        if match is not None:
            end = _closing(body, match.end(), "{}") + 1
            found.append((position, end))
            position = end
            continue
        depth += {"{": 1, "}": -1}.get(body[position], 0)
        position += 1
    return found


def _is_closed(inner: str) -> bool:
    """Whether a block holds no nested block, and its conditions name only variables that it binds."""
    assigned = {match.group(2) for match in _ASSIGNED.finditer(inner)}
    return "{" not in inner and set(_VARIABLE.findall(inner)) <= _bound(inner) | assigned


def _bound(body: str) -> set[str]:
    """The variables of a group's own triples."""
    return set(_VARIABLE.findall(_plain(body)))


def _plain(body: str) -> str:
    """A group's own triples: conditions, assignments and nested blocks cut out."""
    text = body
    for opening, pattern in (("{}", re.compile(r"\{")), ("()", _FILTER)):
        kept: list[str] = []
        position = 0
        while (match := pattern.search(text, position)) is not None:
            kept.append(text[position : match.start()])
            position = _closing(text, match.end(), opening) + 1
        text = "".join((*kept, text[position:]))
    return text


def _closing(text: str, start: int, pair: str) -> int:
    """Where the bracket opened just before `start` closes."""
    depth = 1
    for position in range(start, len(text)):
        depth += {pair[0]: 1, pair[1]: -1}.get(text[position], 0)
        if depth == 0:
            return position
    raise UsageError("Une contrainte SPARQL a un crochet ouvert.", "A SPARQL constraint has an open bracket.")
