"""How a fault quotes what was written, and names what is nearest to it."""

from collections.abc import Sequence

from ftgraph.sources.handed_in import Fault, Place, Severity
from ftgraph.wording import Text

SPACE = "\u00a0"
_THIN = "\u202f"
_LONGEST = 80


def quoted(text: str) -> str:
    """« text », cut to what a report can show."""
    return f"«{_THIN}{_cut(text)}{_THIN}»"


def english(text: str) -> str:
    """“text”, cut likewise."""
    return f"“{_cut(text)}”"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def suggesting(
    code: str, severity: Severity, place: Place, message: Text, remedy: Text, candidates: Sequence[tuple[str, str]]
) -> Fault:
    """A fault whose remedy ends with the nearest of what exists, where anything is near."""
    names = [label for _, label in candidates[:3]]
    if names:
        remedy = Text(
            f"{remedy.fr} Le plus proche{SPACE}: {' ou '.join(map(quoted, names))}.",
            f"{remedy.en} Nearest: {' or '.join(map(english, names))}.",
        )
    return Fault(code, severity, place, message, remedy, tuple(candidates))
