"""Charts: what a table of brackets pays against its metric, as a still SVG with direct labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 16, 16, 28, 44


@dataclass(frozen=True, slots=True)
class Knee:
    """A point of the curve: where a row starts, what it pays there and just below it."""

    at: Fraction
    before: Fraction
    pays: Fraction


def curve(
    knees: Sequence[Knee],
    end: tuple[Fraction, Fraction],
    up: Callable[[Fraction], str],
    along: Callable[[Fraction], str],
    title: str,
    axis: str,
) -> str:
    """The curve through all knees to `end`, steps drawn as steps, both axes from zero.

    `up` writes what is paid, `along` a figure of the metric, which `axis` names. All follow from the table above.
    """
    top = max([end[1], *(k.pays for k in knees), *(k.before for k in knees), Fraction(1)])
    right = max(end[0], Fraction(1))

    def x(value: Fraction) -> str:
        return f"{LEFT + float(value / right) * (WIDTH - LEFT - RIGHT):.1f}"

    def y(value: Fraction) -> str:
        return f"{HEIGHT - BOTTOM - float(value / top) * (HEIGHT - TOP - BOTTOM):.1f}"

    path: list[str] = []
    for number, knee in enumerate(knees):
        if number:
            path.append(f"L{x(knee.at)} {y(knee.before)}")
        path.append(f"{'L' if number else 'M'}{x(knee.at)} {y(knee.pays)}")
    path.append(f"L{x(end[0])} {y(end[1])}")
    marks: list[str] = []
    for knee in knees:
        if knee.at == 0:
            continue
        late = float(knee.at / right) > 0.15  # left of a rising knee there is room
        marks.append(
            f'<line class="pb-chart__guide" x1="{x(knee.at)}" x2="{x(knee.at)}" '
            f'y1="{y(knee.pays)}" y2="{y(Fraction(0))}"/>'
            f'<circle class="pb-chart__point" cx="{x(knee.at)}" cy="{y(knee.pays)}" r="4"/>'
            f'<text class="pb-chart__value" x="{x(knee.at)}" dx="{-8 if late else 0}" y="{y(knee.pays)}" dy="-12" '
            f'text-anchor="{"end" if late else "middle"}">{escape(up(knee.pays))}</text>'
            f'<text class="pb-chart__tick" x="{x(knee.at)}" y="{HEIGHT - BOTTOM + 18}" '
            f'text-anchor="middle">{escape(along(knee.at))}</text>'
        )
    return (
        f'<figure class="pb-chart" data-furniture="chart"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}"><line class="pb-chart__axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" '
        f'y1="{y(Fraction(0))}" y2="{y(Fraction(0))}"/>'
        f'<path class="pb-chart__line" fill="none" d="{" ".join(path)}"/>{"".join(marks)}'
        f'<text class="pb-chart__axis-title" x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" '
        f'text-anchor="end">{escape(axis)}</text>'
        f"</svg><figcaption>{escape(title)}</figcaption></figure>\n"
    )
