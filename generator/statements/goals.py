"""The goals of a partner on a statement: what is set, what is reached, what is missing and how much time is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from generator.settlement.goals import Progress
from generator.statements.rendering import Pieces
from generator.statements.wording import Values, Wording
from generator.terms.numerals import day, period_title, shown


class GoalWriter:
    """Writes the goals in the statements of one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces

    def parts(self, goals: Mapping[int, Sequence[Progress]], size: int) -> list[str]:
        """The part of each of `size` statements; `goals` are by place among them."""
        out = [""] * size
        for at, some in goals.items():
            out[at] = self._pieces.html("goals", {"goals": [self._shown(one) for one in some]})
        return out

    def _shown(self, one: Progress) -> Values:
        language, goal = self._say.language, one.goal
        unit = self._say.unit(goal.metric)
        return {
            "name": goal.goal,
            "words": goal.words[language],
            "owner": goal.owner,
            **self._say.figure(goal.metric),
            "so_far": self._say.exactly(one.so_far, unit),
            "target": self._say.exactly(goal.target.value, unit),
            "missing": self._say.exactly(one.missing, unit) if one.missing else "",
            "left": shown(Fraction(one.left), "days", language) if one.pace is not None else "",
            "pace": "" if one.pace is None else self._say.exactly(one.pace, unit),
            "reached": one.reached and period_title(one.reached, language),
            **{name: day(on, language) for name, on in _dates(one).items()},
        }


def _dates(one: Progress) -> dict[str, date]:
    goal = one.goal
    return {"from": goal.starts, "by": goal.by, "set_on": goal.set_on}
