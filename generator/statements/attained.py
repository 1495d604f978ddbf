"""Workings of an attainment: each value beside its target, the overall attainment, and what the table makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from markupsafe import Markup

from generator.rules.exact import Column
from generator.statements.forms import Form
from generator.statements.pieces_of_lines import Worked
from generator.statements.shard import ShardLines
from generator.statements.worked import Shown, WorkedLines
from generator.terms.amount import EachOf, RateOf
from generator.terms.attainment import FactorRow
from generator.terms.quantity import COUNT, PERCENT

_PART = ("number", "actual", "target", "base", "rate", "product")
_ROW = ("number", "label", "base", "rate", "product")


class AttainedLines(WorkedLines):
    """Rows and footers of the lines of one attainment, in one period and language."""

    def write(self, lines: ShardLines) -> list[Shown | None]:
        """The rows and the footer of each line."""
        bases = Column(lines.base, lines.base_digits, lines.base_per).fractions()
        columns = {name: column.fractions() for name, column in lines.columns.items()}
        return [
            self._shown(base, row, {name: values[at] for name, values in columns.items()})
            for at, (base, row) in enumerate(zip(bases, lines.row.tolist(), strict=True))
        ]

    def _shown(self, score: Fraction, row: int, own: dict[str, Fraction]) -> Shown:
        steps = ""
        for number, form in enumerate(self._parts, 1):
            part = self._version.of[number - 1]
            percent, weight = own[f"part.{number}.percent"], part.share.value
            steps += form.filled(
                number=str(number),
                actual=self._text(own[f"part.{number}.actual"], self._unit_of_part(number)),
                target=self._text(own[f"part.{number}.target"], self._unit_of_part(number)),
                base=self._text(percent, PERCENT),
                rate=self._text(weight, PERCENT),
                product=self._text(percent * weight / 100, PERCENT),
            )
        steps += self._overall.filled(base=self._text(score, PERCENT))
        result, foot = score, ""
        if self._version.brackets is not None:
            taken = self._taken(score, row)
            for number, (one, part_of_it) in enumerate(taken, len(self._parts) + 1):
                steps += self._row_form.filled(
                    number=str(number),
                    label=self._text(one.at_least.value, PERCENT),
                    base=self._text(part_of_it, PERCENT),
                    rate=self._text(one.times.ratio, COUNT),
                    product=self._text(part_of_it * one.times.ratio, PERCENT),
                )
            result = sum((part_of_it * one.times.ratio for one, part_of_it in taken), Fraction(0))
            foot = self._result.filled(value=self._text(result, PERCENT))
        amount = result / 100 * own["at_target"]
        text = of = ""
        if isinstance(self._version.amount_at_target, RateOf | EachOf):
            of = self._text(own["at_target.of"], self._unit_of(self._version.amount_at_target))
        else:
            text = self._text(own["at_target"], self._money)
        exact = self._at_target.filled(value=self._text(amount, self._money), text=text, of=of)
        return Shown(steps, foot + exact + self._carriers(amount, own))

    def _carriers(self, amount: Fraction, own: dict[str, Fraction]) -> str:
        """What the factor, the floor and the cap of the clause change."""
        return self._footer(Fraction(0), Worked((), amount), own, begun=True)

    def _taken(self, score: Fraction, row: int) -> Sequence[tuple[FactorRow, Fraction]]:
        """The rows that took part, each with what it counts of the overall attainment."""
        rows: Sequence[FactorRow] = self._version.brackets.rows
        if self._version.brackets.applies_to == "whole":
            return [(rows[row - 1], score)]
        ends = [*(one.at_least.value for one in rows[1:row]), score]
        parts = [(one, end - one.at_least.value) for one, end in zip(rows, ends, strict=False)]
        return [(one, part) for one, part in parts if part > 0]

    def _unit_of_part(self, number: int) -> str:
        return self._say.unit(self._version.of[number - 1].metric)

    @cached_property
    def _parts(self) -> list[Form]:
        return [
            self._pieces.form(
                "attained",
                {
                    "clause": self._name,
                    "title": self._say.title(f"metric/{part.metric}"),
                    "unit": self._unit_of_part(number),
                },
                *_PART,
            )
            for number, part in enumerate(self._version.of, 1)
        ]

    @cached_property
    def _overall(self) -> Form:
        return self._pieces.form("overall", {"clause": self._name}, "base")

    @cached_property
    def _row_form(self) -> Form:
        return self._pieces.form("factor", {"clause": self._name}, *_ROW)

    @cached_property
    def _result(self) -> Form:
        return self._pieces.form("by_table", {"clause": self._name}, "value")

    @cached_property
    def _at_target(self) -> Form:
        amount = Markup(self._amount("at_target", self._version.amount_at_target))
        return self._pieces.form("at_target", {"clause": self._name, "amount": amount}, "value", "text", "of")
