"""A term among its neighbours, drawn as SVG: what leads to it above, what it leads to below. Narrow, for small screens.

The page lists the same neighbours as text: the drawing shows at a glance what they say one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from ftgraph.wording import Language

MOST = 7
WIDTH = 420
_ROW, _BOX, _GAP, _RAIL = 34, 26, 10, 12
_NAME = 190
_LETTER = 7.3
_TIP = (
    '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0L8 4L0 8z"/></marker>'
)


@dataclass(frozen=True)
class Neighbour:
    """`relation`: how it is tied to the term, in words; `link`: its page, or ""."""

    relation: str
    name: str
    link: str = ""


def drawn(name: str, before: Sequence[Neighbour], after: Sequence[Neighbour], language: Language) -> Markup:
    """The drawing; empty when the term has no neighbour."""
    if not before and not after:
        return Markup()
    top, bottom = len(_rows(before)) * _ROW, len(_rows(after)) * _ROW
    middle = top + _GAP
    parts = [_incoming(each, n * _ROW) for n, each in enumerate(_rows(before))]
    rail = WIDTH - _RAIL
    if before:
        parts.append(f'<path class="tie" d="M{rail} {_BOX / 2}V{middle}" marker-end="url(#tip)"/>')
    low = middle + _BOX + _GAP
    if after:
        parts.append(f'<path class="tie" d="M{_RAIL} {middle + _BOX}V{low + bottom - _ROW + _BOX / 2}"/>')
    parts.append(f'<g class="self">{_box(0, middle, WIDTH, name, "")}</g>')
    parts += [_outgoing(each, low + n * _ROW) for n, each in enumerate(_rows(after))]
    height = low + bottom
    title = f"« {name} » et ses voisins" if language == "fr" else f"“{name}” and its neighbours"
    svg = (
        f'<svg class="near" viewBox="-1 -1 {WIDTH + 2} {height + 2}" role="group" aria-label={quoteattr(title)}>'
        f"<defs>{_TIP}</defs>{''.join(parts)}</svg>"
    )
    return Markup(svg)  # noqa: S704 - every text in it was escaped


def _rows(neighbours: Sequence[Neighbour]) -> Sequence[Neighbour]:
    if len(neighbours) <= MOST:
        return neighbours
    return [*neighbours[: MOST - 1], Neighbour("", f"+ {len(neighbours) - MOST + 1}")]


def _incoming(each: Neighbour, y: float) -> str:
    line = f'<path class="tie" d="M{_NAME} {y + _BOX / 2}H{WIDTH - _RAIL}"/>'
    return line + _box(0, y, _NAME, each.name, each.link) + _said(_NAME + 8, y, each.relation)


def _outgoing(each: Neighbour, y: float) -> str:
    start = WIDTH - _NAME
    line = f'<path class="tie" d="M{_RAIL} {y + _BOX / 2}H{start - 1}" marker-end="url(#tip)"/>'
    return line + _box(start, y, _NAME, each.name, each.link) + _said(_RAIL + 8, y, each.relation)


def _said(x: float, y: float, text: str) -> str:
    return (
        f'<text class="how" x="{x}" y="{y + _BOX / 2 - 3}">{escape(_cut(text, WIDTH - _NAME - 36))}</text>'
        if text
        else ""
    )


def _box(x: float, y: float, width: float, name: str, link: str) -> str:
    text = f'<text x="{x + 8}" y="{y + _BOX / 2 + 4.5}">{escape(_cut(name, width - 16))}</text>'
    drawn = f'<title>{escape(name)}</title><rect x="{x}" y="{y}" width="{width}" height="{_BOX}" rx="4"/>{text}'
    return f"<a href={quoteattr(link)}>{drawn}</a>" if link else f"<g>{drawn}</g>"


def _cut(text: str, width: float) -> str:
    most = int(width / _LETTER)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
