"""SPARQL cut into tokens: enough to know strings, IRIs and comments from the rest, whatever they hold.

Not a parser: a text that is not SPARQL gives tokens too, and the parser refuses it later.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPACE = r"[ \t\r\n]+|\#[^\r\n]*"
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>|<(?:[^<>"{}|^`\x00-\x20\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'
_STRING = r"""
    \"""(?:[^"\\]|\\.|"(?!""))*\"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
  | "(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
"""
_VARIABLE = r"[?$][^\W]+"
_NAME = r"(?:[^\W\d_][\w.\-]*)?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*|_:[\w.\-]+"
_LANGUAGE = r"@[A-Za-z][A-Za-z0-9\-]*"
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_WORD = r"[^\W\d]\w*"
_MARK = r"\^\^|\|\||&&|<=|>=|!=|<<\(?|\)?>>|."
_TOKEN = re.compile(
    rf"""
    (?P<space>{_SPACE}) | (?P<iri>{_IRI}) | (?P<string>{_STRING}) | (?P<variable>{_VARIABLE}) | (?P<name>{_NAME})
  | (?P<language>{_LANGUAGE}) | (?P<number>{_NUMBER}) | (?P<word>{_WORD}) | (?P<mark>{_MARK})
    """,
    re.VERBOSE | re.DOTALL,
)
_SHAPE = re.compile(
    rf"""
    (?:{_SPACE}|{_STRING}|{_VARIABLE}|{_NAME}|{_LANGUAGE}|{_NUMBER})+
  | (?P<iri>{_IRI}) | (?P<word>{_WORD}) | (?P<mark>{_MARK})
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
    """The tokens of `text`, without white space and comments. Linear in its length."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind != "space":
            yield Token(kind, match.group(), match.start())


def shape(text: str) -> Iterator[tuple[str, str]]:
    """The kind and text of each IRI, word and mark among the `tokens` of `text`, in half the time."""
    for match in _SHAPE.finditer(text):
        kind = match.lastgroup
        if kind is not None:
            yield kind, match.group()
