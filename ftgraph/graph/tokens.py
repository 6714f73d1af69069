"""SPARQL cut into tokens: enough to know strings, IRIs and comments from the rest, whatever they hold.

Not a parser: a text that is not SPARQL gives tokens too, and the parser refuses it later. Time is linear in the text's
length, whatever it holds: what looks like the beginning of a name or of a string is looked through once.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPACE = r"[ \t\r\n]+|\#[^\r\n]*"
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>|<(?:[^<>"{}|^`\x00-\x20\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'
_STRING = r"""
    \"""(?:[^"\\]|\\.|"(?!""))*+(?:\""")?|\'\'\'(?:[^'\\]|\\.|'(?!''))*+(?:\'\'\')?
  | "(?:[^"\\\n\r]|\\.)*+"?|'(?:[^'\\\n\r]|\\.)*+'?
"""
_VARIABLE = r"[?$][^\W]+"
_RUN = r"[^\W\d_][\w.\-]*+"
_NAME = rf"(?:{_RUN})?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*|_:[\w.\-]+"
_LANGUAGE = r"@[A-Za-z][A-Za-z0-9\-]*"
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_UNNAMED = rf"{_RUN}(?!:)"
_WORD = r"[^\W\d]\w*"
_MARK = r"\^\^|\|\||&&|<=|>=|!=|<<\(?|\)?>>|."
_TOKEN = re.compile(
    rf"""
    (?P<space>{_SPACE}) | (?P<iri>{_IRI}) | (?P<string>{_STRING}) | (?P<variable>{_VARIABLE}) | (?P<name>{_NAME})
  | (?P<run>{_UNNAMED}) | (?P<language>{_LANGUAGE}) | (?P<number>{_NUMBER}) | (?P<word>{_WORD}) | (?P<mark>{_MARK})
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_RUN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<mark>.)", re.DOTALL)
_SHAPE = re.compile(
    rf"""
    (?:{_SPACE}|{_STRING}|{_VARIABLE}|{_NAME}|{_LANGUAGE}|{_NUMBER})+
  | (?P<iri>{_IRI}) | (?P<run>{_UNNAMED}) | (?P<word>{_WORD}) | (?P<mark>{_MARK})
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """`kind`: iri, string, variable, name, language, number, word or mark. `start`: its place, in characters."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The keyword in upper case, empty when this is no word."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text`, without white space and comments. An unclosed string ends with its line, or the text."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind == "run":
            yield from _in_run(match.group(), match.start())
        elif kind != "space":
            yield Token(kind, match.group(), match.start())


def _in_run(text: str, start: int) -> Iterator[Token]:
    """The tokens of what might have been a prefix: letters, digits, dots and hyphens that no colon follows."""
    if text.isalnum():
        yield Token("word", text, start)
        return
    for match in _IN_RUN.finditer(text):
        yield Token(match.lastgroup or "mark", match.group(), start + match.start())


def shape(text: str) -> Iterator[tuple[str, str]]:
    """The kind and text of each IRI, word and mark among the `tokens` of `text`, in half the time."""
    for match in _SHAPE.finditer(text):
        kind = match.lastgroup
        if kind == "run":
            found = match.group()
            if found.isalnum():
                yield "word", found
            else:
                yield from ((token.kind, token.text) for token in _in_run(found, 0) if token.kind != "number")
        elif kind is not None:
            yield kind, match.group()
