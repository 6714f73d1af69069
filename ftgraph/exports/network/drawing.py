"""The network drawn as a matrix: actors in lines, instances in columns, before on the left and after on the right.

A matrix stays readable where lines that cross do not. Before and after differ by place, by colour, by pattern and by
the shape of their marks; who presides is written. Too many actors or instances: categories in lines, kinds of
instances in columns, and in each case how many seats.
"""

from collections import Counter
from dataclasses import dataclass
from html import escape

from ftgraph.exports.committee.printable import printable
from ftgraph.exports.network.grids import Say, told
from ftgraph.network.records import Body, Network, Side
from ftgraph.sources.place_names import fold_name
from ftgraph.wording import Text

MOST_ACTORS, MOST_BODIES = 60, 26
_CELL, _ROW, _LEFT, _TOP, _GAP, _COUNTS = 30, 20, 320, 250, 34, 64
_BEFORE, _AFTER, _INK, _FAINT = "#8a4b00", "#123c7b", "#1b1b1f", "#d9dbe2"
_LONGEST, _LONGEST_HEAD = 42, 38


@dataclass(frozen=True)
class _Column:
    label: str
    before: bool
    key: str


@dataclass(frozen=True)
class _Line:
    """`group`: a heading of actors; it has no cell."""

    label: str
    key: str
    group: bool = False


Cells = dict[tuple[str, str, bool], str]  # (line, column, before) → what is written; "" for a plain mark


def by_actor(network: Network) -> bool:
    """Whether there are few enough actors and instances for a line and a column each."""
    bodies = len(network.before.peopled) + len(network.after.peopled)
    return len(network.actors) <= MOST_ACTORS and bodies <= MOST_BODIES


def svg(network: Network, say: Say) -> str:
    """The drawing, as an SVG document whose texts are text. Its numbers are those of the tables beside it."""
    small = by_actor(network)
    lines, columns, cells = _by_actor(network, say) if small else _by_category(network, say)
    return printable(_drawn(lines, columns, cells, _title(network, say, small=small), say))


def _by_actor(network: Network, say: Say) -> tuple[list[_Line], list[_Column], Cells]:
    groups: dict[Text, list[str]] = {}
    for actor in sorted(network.actors.values(), key=lambda each: (fold_name(told(each.group, say)), each.key)):
        groups.setdefault(actor.group, []).append(actor.key)
    lines: list[_Line] = []
    for group, keys in groups.items():
        lines.append(_Line(told(group, say), "", group=True))
        lines += [_Line(network.actors[key].label, key) for key in keys]
    columns, cells = [], {}
    for side, before in ((network.before, True), (network.after, False)):
        columns += [_Column(body.label, before, body.iri) for body in side.peopled]
        for sitting in side.sittings:
            cells[sitting.actor, sitting.body, before] = "P" if sitting.presides else ""
    return lines, columns, cells


def _by_category(network: Network, say: Say) -> tuple[list[_Line], list[_Column], Cells]:
    groups = sorted({told(actor.group, say) for actor in network.actors.values()}, key=fold_name)
    lines = [_Line(group, group) for group in groups]
    columns: list[_Column] = []
    cells: Cells = {}
    for side, before in ((network.before, True), (network.after, False)):
        kinds = dict.fromkeys(_kind(body, say) for body in side.peopled)
        columns += [_Column(kind, before, kind) for kind in kinds]
        counts = _counts(network, side, say)
        cells.update({(group, kind, before): str(number) for (group, kind), number in counts.items()})
    return lines, columns, cells


def _counts(network: Network, side: Side, say: Say) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for sitting in side.sittings:
        group = told(network.actors[sitting.actor].group, say)
        found[group, _kind(side.named[sitting.body], say)] += sitting.seats
    return found


def _kind(body: Body, say: Say) -> str:
    nature = told(body.nature, say) or say("sans nature précisée", "kind not stated")
    if body.kind == "committee":
        return say("comité : ", "committee: ") + nature.lower()
    return nature if body.kind == "legacy" else say("formation : ", "formation: ") + nature.lower()


def _title(network: Network, say: Say, *, small: bool) -> str:
    before, after = len(network.before.bodies), len(network.after.bodies)
    what = (
        say("Qui siège où", "Who sits where")
        if small
        else say("Sièges par catégorie d’acteurs et nature d’instance", "Seats by category of actors and kind of body")
    )
    return what + say(
        f" : {before} instances avant, {after} après (comités, formations et instances encore réunies)",
        f": {before} bodies before, {after} after (committees, formations and bodies that still meet)",
    )


def _drawn(lines: list[_Line], columns: list[_Column], cells: Cells, title: str, say: Say) -> str:
    first_after = sum(column.before for column in columns)
    places = [_LEFT + number * _CELL + (_GAP if number >= first_after else 0) for number in range(len(columns))]
    end = (places[-1] + _CELL if places else _LEFT) + 12
    width, height = end + _COUNTS + 110, _TOP + len(lines) * _ROW + 58
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="13" fill="{_INK}">',
        f"<title>{escape(title)}</title>",
        '<g aria-hidden="true">',  # one picture to a screen reader: its numbers stand in the table beside it
        '<defs><pattern id="avant" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="5" height="5" fill="#fff"/><rect width="2.6" height="5" fill="{_BEFORE}"/></pattern></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    out += _headings(columns, places, first_after, say)
    out.append(_text(end + _COUNTS / 2, _TOP - 24, say("combien", "how many"), anchor="middle", size=11))
    out.append(_text(end + _COUNTS / 2, _TOP - 8, say("avant → après", "before → after"), anchor="middle", size=11))
    rules = "".join(
        f"M6 {_TOP + number * _ROW + _ROW}h{end + _COUNTS + 34}" for number, line in enumerate(lines) if not line.group
    )
    out.append(f'<path d="{rules}" stroke="{_FAINT}"/>')
    for number, line in enumerate(lines):
        y = _TOP + number * _ROW
        if line.group:
            out.append(f'<rect y="{y}" width="{end + _COUNTS + 40}" height="{_ROW}" fill="#eceef4"/>')
            out.append(_text(6, y + 14.5, line.label, bold=True))
            continue
        out.append(_text(14, y + 14.5, line.label, longest=_LONGEST))
        counted = [0, 0]
        for column, x in zip(columns, places, strict=True):
            said = cells.get((line.key, column.key, column.before))
            if said is not None:
                counted[not column.before] += int(said) if said.isdigit() else 1
                out.append(_mark(x, y, said, before=column.before, what=column.label))
        out.append(_text(end + _COUNTS / 2, y + 14.5, f"{counted[0]} → {counted[1]}", anchor="middle"))
    if not all(said.isdigit() for said in cells.values()):
        out += _legend(_TOP + len(lines) * _ROW + 14, say)
    out.append("</g></svg>")
    return "\n".join(out)


def _headings(columns: list[_Column], places: list[int], first_after: int, say: Say) -> list[str]:
    out = []
    for start, stop, words, colour in (
        (0, first_after, say("AVANT", "BEFORE"), _BEFORE),
        (first_after, len(columns), say("APRÈS", "AFTER"), _AFTER),
    ):
        if start < stop:
            left, right = places[start], places[stop - 1] + _CELL
            out.append(f'<path d="M{left} {_TOP - 3}H{right}" stroke="{colour}" stroke-width="4"/>')
            out.append(_text(left, 18, words, bold=True, colour=colour))
    for column, x in zip(columns, places, strict=True):
        colour = _BEFORE if column.before else _AFTER
        label = escape(_cut(column.label, _LONGEST_HEAD))
        out.append(
            f'<text transform="translate({x + _CELL / 2 + 2} {_TOP - 12}) rotate(-62)" font-size="12" fill="{colour}">'
            f"<title>{escape(column.label)}</title>{label}</text>"
        )
    return out


def _mark(x: float, y: float, said: str, *, before: bool, what: str) -> str:
    """A square before, a disc after; a president’s is larger, with its letter; a number is written in a box."""
    colour, fill = (_BEFORE, "url(#avant)") if before else (_AFTER, _AFTER)
    cx, cy = x + _CELL / 2, y + _ROW / 2
    if said.isdigit():
        shape = f'<rect x="{x + 1}" y="{y + 2}" width="{_CELL - 2}" height="{_ROW - 4}" fill="#fff" stroke="{colour}"/>'
        return shape + _text(cx, cy + 4.5, said, anchor="middle", size=11, colour=colour)
    size = 8 if said else 5.5
    fill = colour if said else fill
    if before:
        shape = f'<rect x="{cx - size:g}" y="{cy - size:g}" width="{2 * size:g}" height="{2 * size:g}"'
        shape += f' fill="{fill}" stroke="{colour}"/>'
    else:
        shape = f'<circle cx="{cx:g}" cy="{cy:g}" r="{size:g}" fill="{fill}"/>'
    letter = _text(cx, cy + 4, said, anchor="middle", size=11, bold=True, colour="#fff") if said else ""
    return f"<g><title>{escape(what)}</title>{shape}{letter}</g>"


def _legend(y: float, say: Say) -> list[str]:
    parts = (
        (0, "", True, say("siégeait avant", "sat before")),
        (160, "P", True, say("présidait", "presided")),
        (290, "", False, say("siège après", "sits after")),
        (430, "P", False, say("préside", "presides")),
    )
    out = []
    for x, said, before, words in parts:
        out.append(_mark(x + 6, y, said, before=before, what=words))
        out.append(_text(x + 40, y + 14.5, words, size=12))
    return out


def _text(
    x: float,
    y: float,
    words: str,
    *,
    bold: bool = False,
    anchor: str = "",
    size: int = 0,
    colour: str = "",
    longest: int = 0,
) -> str:
    more = (' font-weight="700"' if bold else "") + (f' text-anchor="{anchor}"' if anchor else "")
    more += (f' font-size="{size}"' if size else "") + (f' fill="{colour}"' if colour else "")
    full = f"<title>{escape(words)}</title>" if longest and len(words) > longest else ""
    return f'<text x="{x:g}" y="{y:g}"{more}>{full}{escape(_cut(words, longest) if longest else words)}</text>'


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
