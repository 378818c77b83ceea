"""A small plot as SVG, both axes by powers of ten: lines that rise show what grows with the number of people."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 900, 480, 70, 40, 250, 50
COLOURS = ("#1f6f8b", "#b4442c", "#4d7c2a", "#7a4b9d", "#b7871f", "#35506b", "#a03a72", "#2f7d6b")
Series = Mapping[str, Sequence[tuple[float, float]]]


class Scale:
    """Where a value stands between two ends, by powers of ten."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.high += self.high == self.low
        self.begin, self.end = begin, end

    def at(self, value: float) -> float:
        return self.begin + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.begin)

    @property
    def tens(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def drawn(title: str, series: Series) -> str:
    across = Scale([x for points in series.values() for x, _ in points], LEFT, WIDTH - RIGHT)
    up = Scale([y for points in series.values() for _, y in points], HEIGHT - BOTTOM, TOP)
    parts = [_text(LEFT, 22, title, "start"), *_grid(across, up)]
    last = {name: up.at(points[-1][1]) for name, points in series.items()}
    labels = dict(zip(sorted(last, key=lambda name: last[name]), _apart(sorted(last.values())), strict=True))
    for number, (name, points) in enumerate(series.items()):
        parts += _line(
            COLOURS[number % len(COLOURS)], name, [(across.at(x), up.at(y)) for x, y in points], labels[name]
        )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _grid(across: Scale, up: Scale) -> list[str]:
    lines = []
    for ten in across.tens:
        x = across.at(ten)
        lines += [_rule(x, TOP, x, HEIGHT - BOTTOM), _text(x, HEIGHT - BOTTOM + 18, f"{ten:,.0f}", "middle")]
    for ten in up.tens:
        y = up.at(ten)
        lines += [_rule(LEFT, y, WIDTH - RIGHT, y), _text(LEFT - 6, y + 4, f"{ten:g}", "end")]
    return lines


def _line(colour: str, name: str, points: Sequence[tuple[float, float]], label: float) -> list[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points),
        f'<path d="M{x + 4:.1f} {y:.1f} L{WIDTH - RIGHT + 16} {label:.1f}" stroke="{colour}" stroke-width="0.7"/>',
        _text(WIDTH - RIGHT + 20, label + 4, name, "start", colour),
    ]


def _apart(heights: Sequence[float], gap: float = 15) -> list[float]:
    """From top to bottom, none on another; moved up together where they would leave the picture."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    over = max(0.0, placed[-1] - (HEIGHT - 10)) if placed else 0
    return [height - over for height in placed]


def _rule(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<path d="M{x:.1f} {y:.1f} L{to_x:.1f} {to_y:.1f}" stroke="#ddd"/>'


def _text(x: float, y: float, words: str, anchor: str, colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
