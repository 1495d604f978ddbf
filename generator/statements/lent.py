"""Workings of a guarantee: the minimum and the lines counted, and what is lent or repaid of a debt."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from markupsafe import Markup

from generator.rules.exact import Column
from generator.statements.forms import Form
from generator.statements.shard import ShardLines
from generator.statements.worked import Shown, WorkedLines
from generator.terms.agreed import OfMetric
from generator.terms.amount import EachOf, RateOf

PAYS, REPAYS, WHOLE = "pays", "repays", "whole"
"""A line that pays what is lacking, one that repays from above the minimum, one that takes the whole debt."""
_HOLES = ("least", "counted", "above", "debt", "text", "of")


class LentLines(WorkedLines):
    """Rows and footers of the lines of one guarantee, in one period and language."""

    def write(self, lines: ShardLines) -> list[Shown | None]:
        """The rows and the footer of each line."""
        bases = Column(lines.base, lines.base_digits, lines.base_per).fractions()
        columns = {name: column.fractions() for name, column in lines.columns.items()}
        return [
            self._shown(base, amount, {name: values[at] for name, values in columns.items()})
            for at, (base, amount) in enumerate(zip(bases, lines.amount.tolist(), strict=True))
        ]

    def _shown(self, counted: Fraction, amount: int, own: dict[str, Fraction]) -> Shown:
        least, debt = own["minimum"], own.get("debt", Fraction(0))
        above = counted - least
        what = PAYS if amount > 0 else REPAYS
        exact = -above if amount > 0 else min(above, debt)
        if amount < 0 and self._version.carries.debt.on_leaving == "deducted" and own["leaving"]:
            what, exact = WHOLE, debt
        text = of = ""
        written = self._version.minimum
        if isinstance(written, RateOf | EachOf):
            of = self._of("minimum", written, own["minimum.of"])
        elif isinstance(written, OfMetric):
            text = self._text(least, self._unit_of(written))
        texts = [self._text(value, self._pay) for value in (least, counted, above, debt)]
        steps = self._rows[what].filled(**dict(zip(_HOLES, (*texts, text, of), strict=True)))
        foot = self._feet[what].filled(exact=self._text(exact, self._pay))
        return Shown(steps, foot, taken=amount < 0)

    @cached_property
    def _rows(self) -> dict[str, Form]:
        minimum = Markup(self._amount("minimum", self._version.minimum))
        return self._forms("lent", _HOLES, minimum)

    @cached_property
    def _feet(self) -> dict[str, Form]:
        return self._forms("lent_in_all", ("exact",), Markup(""))

    def _forms(self, piece: str, holes: Sequence[str], minimum: Markup) -> dict[str, Form]:
        return {
            what: self._pieces.form(piece, {"clause": self._name, "what": what, "minimum": minimum}, *holes)
            for what in (PAYS, REPAYS, WHOLE)
        }
