"""What a statement must show of the points account: its figures, what batches gave, what is left of them."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.pay_units import POINTS
from generator.audit.reckoning import Expected
from generator.audit.telling import Naming
from generator.audit.told_parts import ToldPart


def tell_points(expected: Expected, naming: Naming) -> ToldPart | None:
    """The part on points; None where there is nothing to tell."""
    points = expected.goods.points
    if not points.shows:
        return None
    part = ToldPart("points", "points-differ", naming)
    title, tongue = naming.title(POINTS), naming.tongue
    part.put(title)
    part.link(title, "../points/")
    for name in points.shown():
        key = "points earned in account" if name == "earned" else f"points {name}"
        part.say(key, part.figure(f"points/{name}", POINTS, getattr(points, name)))
    if points.moves:
        part.say("points moves")
    for number, move in enumerate(points.moves, start=1):
        start = f"points/move/{number}"
        part.flag(points_move=move.what)
        marks = [("points-redemption", move.key)] if move.what == "spent" else []
        figures = (
            part.figure(f"{start}/day", "date", move.day),
            part.figure(f"{start}/points", POINTS, move.points),
        )
        period = ("points-period", tongue.period(move.period))
        part.marked(f"move {move.what}", *marks, period, figures=figures)
    if points.batches:
        part.say("points batches")
    for number, batch in enumerate(points.batches, start=1):
        start = f"points/batch/{number}"
        part.flag(points_batch=batch.period.name)
        left = part.figure(f"{start}/left", POINTS, batch.left)
        period = ("points-period", tongue.period(batch.period))
        if batch.through is None:
            part.marked("batch without end", period, figures=(left,))
        else:
            through = part.figure(f"{start}/through", "date", batch.through)
            part.marked("batch", period, figures=(left, through))
    if (soonest := points.next_through) is not None:
        due = sum((one.left for one in points.batches if one.through == soonest), Fraction(0))
        part.say(
            "points next",
            part.figure("points/next/points", POINTS, due),
            part.figure("points/next/through", "date", soonest),
        )
    return part
