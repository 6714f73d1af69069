"""Charts made on the server: lines over periods, bars side by side. Their numbers stand in a table beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ftgraph.indicators.dashboard import Figure

_WIDTH, _HEIGHT = 460, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 46, 26, 26
_BAR, _GAP, _NAME, _SCALE, _VALUE = 18, 8, 170, 210, 80
_LETTERS = 26
_FLAT = 0.12


@dataclass(frozen=True)
class Point:
    """A value in a line: where it is, what it says; `told` is drawn beside it."""

    x: float
    y: float
    title: str
    told: str


@dataclass(frozen=True)
class LineChart:
    """A line over periods. `paths`: one a run of periods without a hole; `ticks`: (x, y, text) below the line."""

    width: int
    height: int
    paths: tuple[str, ...]
    points: tuple[Point, ...]
    ticks: tuple[tuple[float, int, str], ...]
    base: int
    holes: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Bar:
    """A bar: its name and value as drawn, and how long it is."""

    y: int
    text_y: int
    name: str
    title: str
    length: float
    told: str


@dataclass(frozen=True)
class BarChart:
    """Bars from the same start. `start`: where they start; `name_x`: where names end."""

    width: int
    height: int
    start: int
    thickness: int
    bars: tuple[Bar, ...]


def line_chart(figures: Sequence[Figure]) -> LineChart | None:
    """The figures as a line; None where fewer than two have a value. The scale need not start at zero: values tell."""
    values = [each.value for each in figures if each.value is not None]
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    room = max(high - low, abs(high) * _FLAT, 1e-9)
    low -= (room - (high - low)) / 2
    step = (_WIDTH - _LEFT - _RIGHT) / (len(figures) - 1)
    base = _HEIGHT - _BOTTOM

    def place(number: int) -> float:
        return round(_LEFT + step * number, 1)

    points: list[Point] = []
    runs: list[list[Point]] = [[]]
    holes = []
    last = max(number for number, each in enumerate(figures) if each.value is not None)
    for number, each in enumerate(figures):
        if each.value is None:
            runs.append([])
            holes.append((place(number), each.told))
            continue
        y = round(base - 6 - (each.value - low) / room * (base - 6 - _TOP), 1)
        told = each.told if number in (0, last) or each.value in (min(values), max(values)) else ""
        point = Point(place(number), y, f"{each.label}\u202f: {each.told}", told)
        points.append(point)
        runs[-1].append(point)
    paths = tuple("M" + " L".join(f"{each.x} {each.y}" for each in run) for run in runs if len(run) > 1)
    ticks = tuple((place(number), base + 18, _short(each.period)) for number, each in enumerate(figures))
    return LineChart(_WIDTH, _HEIGHT, paths, tuple(points), ticks, base, tuple(holes))


def bar_chart(values: Sequence[tuple[str, float | None, str]]) -> BarChart | None:
    """(name, value, value in words) as bars from zero; None where there is nothing to compare."""
    known = [value for _, value, _ in values if value is not None]
    if not known:
        return None
    most = max(*known, 0) or 1
    bars = [
        Bar(
            number * (_BAR + _GAP),
            number * (_BAR + _GAP) + 13,
            name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…",
            f"{name}\u202f: {told}",
            0 if value is None else round(value / most * _SCALE, 1),
            told,
        )
        for number, (name, value, told) in enumerate(values)
    ]
    return BarChart(_NAME + _SCALE + _VALUE, len(bars) * (_BAR + _GAP), _NAME, _BAR, tuple(bars))


def _short(period: str) -> str:
    """« T3 26 » for 2026-Q3."""
    year, _, part = period.partition("-")
    return f"{part.replace('Q', 'T')}\u00a0{year[2:]}" if part else year
