"""What must be known of a stranger's XML before any parser sees it: whether it declares a document type or entities."""

from collections.abc import Iterable

_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP = max(map(len, _FORBIDDEN)) - 1
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def is_utf16(start: bytes) -> bool:
    """Whether the first two bytes are those of a text in UTF-16 or UTF-32, where a declaration would not be found."""
    return start.startswith(_UTF16_MARKS)


def declares_entities(chunks: Iterable[bytes]) -> bool:
    """Whether the text, in any encoding that has ASCII's letters, declares a document type or an entity."""
    tail = b""
    for chunk in chunks:
        window = (tail + chunk).upper()
        if any(word in window for word in _FORBIDDEN):
            return True
        tail = window[-_OVERLAP:]
    return False
