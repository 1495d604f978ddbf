"""The points account on a statement: its figures, what its batches gave, and what is left of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from markupsafe import Markup

from generator.accounts.points import NAMES, PointsAccount
from generator.statements.rendering import Pieces
from generator.statements.wording import Wording
from generator.terms.calendar import Period
from generator.terms.numerals import MINOR_DIGITS, day, period_title
from generator.terms.quantity import POINTS

ALWAYS = ("opening", "earned", "closing")
CLOSING = NAMES.index("closing")


@dataclass(frozen=True, slots=True)
class PointsMove:
    """What changed in one batch; `key` names the redemption for which points were spent."""

    kind: str
    day: date
    earned_in: Period
    points: int
    key: str | None


@dataclass(frozen=True, slots=True)
class PointsShown:
    """The account of one partner: its figures in the order of `NAMES`, moves, and what is left of batches, in
    hundredths.
    """

    figures: tuple[int, ...]
    moves: list[PointsMove] = field(default_factory=list)
    batches: list[tuple[Period, date | None, int]] = field(default_factory=list)


def points_of(account: PointsAccount | None) -> dict[int, PointsShown]:
    """The account of points of everybody who has one, by partner row."""
    if account is None:
        return {}
    rows = np.flatnonzero(account.touched())
    columns = [column[rows].tolist() for _, column in account.columns()]
    found = {
        row: PointsShown(figures)
        for row, figures in zip(rows.tolist(), zip(*columns, strict=True), strict=True)
    }
    for move in account.moves:
        for row, points in zip(move.rows.tolist(), move.points.tolist(), strict=True):
            found[row].moves.append(PointsMove(move.kind, move.day, move.earned_in, points, move.key))
    for batch in account.closing.batches:
        for row in np.flatnonzero(batch.left).tolist():
            found[row].batches.append((batch.earned_in, batch.through, int(batch.left[row])))
    return found


class PointsWriter:
    """Writes accounts of points, in one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces
        self._title = say.title(POINTS) if POINTS in say.terms.titles.titles else ""
        words = say.words["points_figures"]
        self._figures = [
            pieces.form("points_figure", {"name": name, "title": words[name]}, "value") for name in NAMES
        ]
        self._head = pieces.form("points_balance", {}, "value")

    def heads(self, points: Mapping[int, PointsShown], size: int) -> list[str]:
        """The balance of each partner at the head; nothing for whoever has no account."""
        out = [""] * size
        for at, one in points.items():
            out[at] = self._head.filled(value=self._points([one.figures[CLOSING]])[0])
        return out

    def parts(self, points: Mapping[int, PointsShown], size: int) -> list[str]:
        """The part of each statement; nothing for whoever has no account."""
        out = [""] * size
        for at, one in points.items():
            out[at] = self._part(one)
        return out

    def _part(self, one: PointsShown) -> str:
        texts = self._points(one.figures)
        rows = [
            form.filled(value=text)
            for name, form, figure, text in zip(NAMES, self._figures, one.figures, texts, strict=True)
            if figure or name in ALWAYS
        ]
        moved = self._points([move.points for move in one.moves])
        moves = [
            {
                "number": number,
                "kind": move.kind,
                "day": day(move.day, self._say.language),
                "words": self._say.words["points_moves"][move.kind],
                "key": move.key,
                "period": period_title(move.earned_in, self._say.language),
                "points": text,
            }
            for number, (move, text) in enumerate(zip(one.moves, moved, strict=True), 1)
        ]
        lefts = self._points([left for _, _, left in one.batches])
        batches = [
            {
                "number": number,
                "name": earned_in.name,
                "period": period_title(earned_in, self._say.language),
                "left": text,
                "through": through and day(through, self._say.language),
            }
            for number, ((earned_in, through, _), text) in enumerate(zip(one.batches, lefts, strict=True), 1)
        ]
        told = {
            "title": self._title,
            "rows": Markup("".join(rows)),
            "moves": moves,
            "batches": batches,
            "next": self._next(one.batches),
        }
        return self._pieces.html("points", told)

    def _next(self, batches: Sequence[tuple[Period, date | None, int]]) -> Mapping[str, str] | None:
        """What expires next, and its last day; None where nothing does."""
        days = [through for _, through, _ in batches if through is not None]
        if not days:
            return None
        first = min(days)
        (points,) = self._points([sum(left for _, through, left in batches if through == first)])
        return {"points": points, "through": day(first, self._say.language)}

    def _points(self, values: Sequence[int]) -> list[str]:
        return self._say.in_unit(POINTS, values, MINOR_DIGITS)
