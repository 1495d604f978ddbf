"""Attainment: the parts of which it is made, each with its target and weight, its gates, and its table of factors."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.amount import AnyAmount
from generator.terms.bracket import check_filled
from generator.terms.numerals import plain
from generator.terms.quantity import COUNT, PERCENT, Quantity, Rate, Slug
from generator.terms.quantity import Amount as Figure

_WHOLE = Fraction(100)


class Target(Frozen):
    """A metric and its target; `weight` is its share in the whole, `inverse` says how less counts as better."""

    metric: Slug
    target: AnyAmount
    weight: Rate | None = None
    inverse: Literal["mirrored", "target_over_actual"] | None = None
    at_most: Rate | None = None

    @property
    def share(self) -> Quantity:
        """The weight; of a part that stands alone the whole."""
        return self.weight or Quantity(_WHOLE, PERCENT)

    @model_validator(mode="after")
    def _bounded(self) -> Target:
        if self.inverse == "target_over_actual" and self.at_most is None:
            raise Fault(
                "missing-key",
                "The key `at_most` is missing here.",
                consequence="The nearer the value is to zero, the more the target divided by it comes to, without end.",
                cure="Add `at_most: 200 %`, or write `inverse: mirrored`.",
            )
        for key in ("weight", "at_most"):
            figure: Quantity | None = getattr(self, key)
            if figure is not None and figure.value == 0:
                raise Fault(
                    "figure-negative",
                    f"`{key}` is above zero.",
                    at=(key,),
                    consequence="The metric would count for nothing.",
                    cure="Correct the figure, or remove the metric.",
                )
        return self


class Bound(Frozen):
    """The least that is asked for."""

    at_least: Rate


class Gate(Frozen):
    """Under which attainment nothing is paid: of `each` part, or of the `whole`."""

    each: Bound | None = None
    whole: Bound | None = None

    @model_validator(mode="after")
    def _asks(self) -> Gate:
        if self.each is None and self.whole is None:
            raise Fault(
                "missing-key",
                "A gate asks something of `each` part or of the `whole`.",
                consequence="An option that does nothing looks like a promise.",
                cure="Write `gate: {each: {at_least: 80 %}}`, or remove it.",
            )
        return self


class FactorRow(Frozen):
    """A row reached from `at_least` on, inclusive, and the factor by which attainment counts there."""

    at_least: Rate
    times: Figure
    name: Slug | None = None

    @model_validator(mode="after")
    def _plain(self) -> FactorRow:
        if self.times.unit not in ("", COUNT, PERCENT):
            raise Fault(
                "wrong-unit",
                f"This is in `{self.times.unit}`, and a factor has no unit.",
                at=("times",),
                consequence="The money would come out in no currency.",
                cure="Write `times: 1.5`.",
            )
        if self.times.value < 0:
            raise Fault(
                "figure-negative",
                "A factor is never negative.",
                at=("times",),
                consequence="Partners would pay for selling.",
                cure="Remove the minus.",
            )
        return self


class Factors(Frozen):
    """A table over attainment: by `slice` each part of it counts by the factor of its row, else the `whole` by one."""

    applies_to: Literal["slice", "whole"]
    rows: tuple[FactorRow, ...]

    @model_validator(mode="after")
    def _rising(self) -> Factors:
        check_filled(self.rows, "{at_least: 0 %, times: 1}")
        for number in range(1, len(self.rows)):
            if self.rows[number].at_least.value <= self.rows[number - 1].at_least.value:
                raise Fault(
                    "bracket-not-ascending",
                    "Brackets must start higher than the one above.",
                    at=("rows", number, "at_least"),
                    other=("rows", number - 1, "at_least"),
                    other_label="this bracket starts here",
                    consequence="A partner could claim the better of the two.",
                    cure="Write the brackets in rising order, or remove one.",
                )
        for number, row in enumerate(self.rows):
            names = [one.name for one in self.rows[:number]]
            if row.name is not None and row.name in names:
                raise Fault(
                    "duplicate-name",
                    f"The row name `{row.name}` stands here twice.",
                    at=("rows", number, "name"),
                    other=("rows", names.index(row.name), "name"),
                    other_label="first here",
                    consequence="A partner could not know which of the two is meant.",
                    cure="Rename one of them.",
                )
        return self


def check_parts(parts: Sequence[Target]) -> None:
    """Raise Fault unless there are parts and their weights make a whole."""
    if not parts:
        raise Fault(
            "table-empty",
            "An attainment is of one metric at least.",
            at=("of",),
            consequence="There is nothing to attain.",
            cure="Write `of: [{metric: personal_volume, target: 100 000}]`.",
        )
    for number, part in enumerate(parts):
        if part.weight is None and len(parts) > 1:
            raise Fault(
                "missing-key",
                "The key `weight` is missing here.",
                at=("of", number),
                consequence="Nobody could say how much this metric counts beside the others.",
                cure="Add `weight: 50 %`; the weights total 100 %.",
            )
    total = sum((part.share.value for part in parts), Fraction(0))
    if total != _WHOLE:
        raise Fault(
            "weights-not-whole",
            f"The weights total {plain(total, 'en')} %, not {plain(_WHOLE, 'en')} %.",
            at=("of",),
            on_key=True,
            consequence="Who reaches every target would be paid more or less than the whole.",
            cure="Correct the weights so that they total 100 %.",
        )
