"""Terms and triples as N-Triples text: the fastest way from Python into the store.

`iri` and `literal` give a term; a triple is `f"{s} {p} {o} .\\n"`. Callers pass IRIs built by `namespaces`.
"""

import re
from datetime import date
from decimal import Decimal

from ftgraph.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
_SPECIAL = re.compile(r'["\\\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')

Value = str | int | float | bool | date | Decimal


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    # Control characters and lone surrogates have no business in a text: XML and JSON readers downstream refuse them.
    return _ESCAPES.get(character, "\ufffd")


def iri(value: str) -> str:
    """`<value>`, with what N-Triples forbids in an IRI percent-encoded."""
    return f"<{_NOT_IN_IRI.sub(lambda m: f'%{ord(m.group()):02X}', value)}>"


def literal(value: Value, language: str = "") -> str:
    """A literal term: typed after its Python type, or tagged when `language` is given."""
    match value:
        case str():
            text = f'"{_SPECIAL.sub(_escape, value)}"'
            return f"{text}@{language}" if language else text
        case bool():
            return f'"{str(value).lower()}"^^<{_XSD}boolean>'
        case int():
            return f'"{value}"^^<{_XSD}integer>'
        case float() | Decimal():
            return f'"{value:f}"^^<{_XSD}decimal>'
        case date():
            kind = "dateTime" if hasattr(value, "hour") else "date"
            return f'"{value.isoformat()}"^^<{_XSD}{kind}>'
