"""The theme of an operator: a folder with `theme.css`, a logo, fonts that the sheet names, and lines for the foot."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_LOGOS = ("logo.svg", "logo.png")


@dataclass(frozen=True)
class Theme:
    """What the frame takes from a theme: addresses, "" for what it lacks; `footer` is the operator's own HTML."""

    style: str = ""
    logo: str = ""
    footer: str = ""


@lru_cache(4)
def read(folder: str) -> Theme:
    """The theme of a folder, read once; nothing for "". A file that is missing is left out."""
    if not folder:
        return Theme()
    place = Path(folder)
    footer = place / "footer.html"
    return Theme(
        _address(place, "theme.css"),
        next((address for name in _LOGOS if (address := _address(place, name))), ""),
        footer.read_text(encoding="utf-8").strip() if footer.is_file() else "",
    )


def _address(place: Path, name: str) -> str:
    path = place / name
    if not path.is_file():
        return ""
    return f"/theme/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
