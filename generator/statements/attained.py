"""Workings of an attainment: each value beside its target, the overall attainment, and what the table makes of it."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from markupsafe import Markup

from generator.rules.attainment import exactly_weighted, taken_of
from generator.statements.forms import Form
from generator.statements.pieces_of_lines import Worked
from generator.statements.shard import ShardLines
from generator.statements.worked import Shown, WorkedLines
from generator.terms.amount import EachOf, RateOf
from generator.terms.quantity import COUNT, PERCENT

_PART = ("number", "actual", "target", "base", "rate", "product")
_ROW = ("number", "label", "base", "rate", "product")


class AttainedLines(WorkedLines):
    """Rows and footers of the lines of one attainment, in one period and language."""

    def bases(self, lines: ShardLines) -> list[str]:
        """The overall attainment of each line."""
        return [self._text(exactly_weighted(self._version, one), PERCENT) for one in self._percents(lines)]

    def write(self, lines: ShardLines) -> list[Shown | None]:
        """The rows and the footer of each line."""
        columns = {name: column.fractions() for name, column in lines.columns.items()}
        return [
            self._shown(percents, {name: values[at] for name, values in columns.items()})
            for at, percents in enumerate(self._percents(lines))
        ]

    def _percents(self, lines: ShardLines) -> list[tuple[Fraction, ...]]:
        """The attainment of each part of each line."""
        parts = range(1, len(self._version.of) + 1)
        return list(
            zip(*(lines.columns[f"part.{number}.percent"].fractions() for number in parts), strict=True)
        )

    def _shown(self, percents: tuple[Fraction, ...], own: dict[str, Fraction]) -> Shown:
        steps = ""
        for number, (form, percent) in enumerate(zip(self._parts, percents, strict=True), 1):
            weight = self._version.of[number - 1].share.value
            steps += form.filled(
                number=str(number),
                actual=self._text(own[f"part.{number}.actual"], self._unit_of_part(number)),
                target=self._text(own[f"part.{number}.target"], self._unit_of_part(number)),
                base=self._text(percent, PERCENT),
                rate=self._text(weight, PERCENT),
                product=self._text(percent * weight / 100, PERCENT),
            )
        score = exactly_weighted(self._version, percents)
        steps += self._overall.filled(base=self._text(score, PERCENT))
        result, foot = score, ""
        if self._version.brackets is not None:
            taken = taken_of(self._version.brackets, score)
            for number, (one, part) in enumerate(taken, len(self._parts) + 1):
                steps += self._row_form.filled(
                    number=str(number),
                    label=self._text(one.at_least.value, PERCENT),
                    base=self._text(part, PERCENT),
                    rate=self._text(one.times.ratio, COUNT),
                    product=self._text(part * one.times.ratio, PERCENT),
                )
            result = sum((part * one.times.ratio for one, part in taken), Fraction(0))
            foot = self._result.filled(value=self._text(result, PERCENT))
        amount = result / 100 * own["at_target"]
        text = of = ""
        if isinstance(self._version.amount_at_target, RateOf | EachOf):
            of = self._of("at_target", self._version.amount_at_target, own["at_target.of"])
        else:
            text = self._text(own["at_target"], self._pay)
        exact = self._at_target.filled(value=self._text(amount, self._pay), text=text, of=of)
        return Shown(steps, foot + exact + self._carriers(amount, own))

    def _carriers(self, amount: Fraction, own: dict[str, Fraction]) -> str:
        """What the factor, the floor and the cap of the clause change."""
        return self._footer(Fraction(0), Worked((), amount), own, begun=True)

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
