"""Workings of a binary bonus: the volume of each leg with what was carried of it, what they match, and the rate."""

from __future__ import annotations

from functools import cached_property

from generator.rules.exact import Column
from generator.statements.forms import Form
from generator.statements.shard import ShardLines
from generator.statements.worked import Shown, WorkedLines
from generator.terms.carried import states_of
from generator.terms.quantity import PERCENT


class LegLines(WorkedLines):
    """Rows and footers of the lines of one binary bonus, in one period and language."""

    def write(self, lines: ShardLines) -> list[Shown | None]:
        """The rows and the footer of each line."""
        columns = {name: column.fractions() for name, column in lines.columns.items()}
        rate = self._text(self._version.rate.value, PERCENT)
        out: list[Shown | None] = []
        for at, matched in enumerate(Column(lines.base, lines.base_digits, lines.base_per).fractions()):
            own = {name: values[at] for name, values in columns.items()}
            legs = {name: self._text(own[name], self._unit) for name in self._legs}
            steps = self._rows.filled(**legs, matched=self._text(matched, self._unit), rate=rate)
            exact = matched * self._version.rate.ratio
            foot = self._foot_row.filled(exact=self._text(exact, self._rated_in))
            out.append(Shown(steps, foot + self._after(exact, own)))
        return out

    @cached_property
    def _legs(self) -> dict[str, str]:
        """The figures of the legs with the words of their rows, in the order of the rows."""
        out: dict[str, str] = {}
        for leg, metric in self._version.both:
            title = self._say.title(f"metric/{metric}")
            if leg in states_of(self._version):
                out[f"carried_{leg}"] = f"{title}, {self._say.words['leg_carried']}"
            out[leg] = title
        return out

    @cached_property
    def _rows(self) -> Form:
        rows = [(name, words, self._unit) for name, words in self._legs.items()]
        rows.append(("matched", self._say.words["matched_head"], self._unit))
        rows.append(("rate", self._say.words["rate_alone"], PERCENT))
        return Form(self._rows_in_words(rows))

    @cached_property
    def _foot_row(self) -> Form:
        return Form(self._rows_in_words([("exact", self._say.words["matched_exact"], self._rated_in)]))
