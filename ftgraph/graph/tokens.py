"""SPARQL cut into tokens: enough to know strings, IRIs and comments from the rest, whatever they hold.

Not a parser: a text that is not SPARQL gives tokens too, and the parser refuses it later.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r'''
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>|<(?:[^<>"{}|^`\x00-\x20\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$][^\W]+)
  | (?P<name>(?:[^\W\d_][\w.\-]*)?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*|_:[\w.\-]+)
  | (?P<language>@[A-Za-z][A-Za-z0-9\-]*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<mark>\^\^|\|\||&&|<=|>=|!=|<<\(?|\)?>>|.)
    ''',
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
