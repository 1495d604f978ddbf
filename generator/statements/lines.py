"""Lines of statements as HTML: all lines of one clause at a time, each with its workings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from generator.rules import MODULES
from generator.rules.workings import Exact, Step
from generator.statements.abouts import About, has_several
from generator.statements.forms import Form
from generator.statements.rendering import Pieces
from generator.statements.shapes import Shape, Shapes
from generator.statements.shard import ShardLines
from generator.statements.wording import Wording
from generator.terms.numerals import MINOR_DIGITS

NUMBERED, ABOUT = "\1line\1", "\1about\1"
"""Marks in the HTML of lines; no text of a programme holds them, for YAML does not let them pass."""


class LineWriter:
    """Writes the lines of one clause, in one period and language."""

    def __init__(self, say: Wording, pieces: Pieces, clause: int) -> None:
        """`clause` is a place in the period's clauses."""
        self._say = say
        self._pieces = pieces
        self._clause = clause
        _, kind, version = say.period.clauses[clause]
        carried = version.times is not None or version.floor is not None
        self._steps = _no_steps if carried else partial(MODULES[kind].steps, version)
        self._metric: str | None = getattr(version, "base", None)
        self._workings: dict[int, Shapes[Workings]] = {}
        self._several = has_several(kind, version)
        self._with_steps = cache(self._form_with_steps)
        self._without_steps = cache(self._form_without_steps)

    def write(self, lines: ShardLines) -> list[str]:
        """Each line."""
        digits = lines.base_digits
        if digits not in self._workings:
            self._workings[digits] = Shapes(self._steps, digits, self._print)
        workings_of = self._workings[digits].of
        values = lines.base.tolist()
        amounts = self._say.moneys(lines.amount.tolist(), MINOR_DIGITS)
        bases = self._say.bases(self._clause, values, digits) if self._metric else [""] * len(values)
        alike: dict[tuple[Workings | None, int, bool], list[int]] = {}
        for place, (value, row, capped) in enumerate(
            zip(values, lines.row.tolist(), lines.capped.tolist(), strict=True)
        ):
            alike.setdefault((workings_of(value, row), row, capped), []).append(place)
        html = [""] * len(values)
        for (workings, row, capped), places in alike.items():
            columns = {"base": [bases[at] for at in places], "amount": [amounts[at] for at in places]}
            if workings is None:
                form = self._without_steps(row)
            else:
                form = self._with_steps(capped)
                columns["steps"], columns["exact"] = workings.each([values[at] for at in places])
            for at, text in zip(places, form.each(**columns), strict=True):
                html[at] = text
        if lines.about is None:
            return html
        return [self._told_apart(text, about) for text, about in zip(html, lines.about, strict=True)]

    def _told_apart(self, text: str, about: About) -> str:
        """A line with its own number in the names of its facts, and with what it is about."""
        name = f"{self._say.period.clauses[self._clause][0]}:{about.number}"
        text = text.replace(ABOUT, self._pieces.html("about", self._say.about(self._clause, about)))
        return text.replace(NUMBERED, name)

    def _form_with_steps(self, capped: bool) -> Form:
        ending = self._say.words["capped" if capped else "rounded"]
        fixed = {**self._fixed(), "summary": None, "ending": ending}
        return self._pieces.form("line", fixed, "base", "amount", "steps", "exact")

    def _form_without_steps(self, row: int) -> Form:
        fixed = {
            **self._fixed(),
            "summary": self._say.summary(self._clause, row),
            "steps": None,
        }
        return self._pieces.form("line", fixed, "base", "amount")

    def _fixed(self) -> dict[str, object]:
        """What stands in each line of the clause, with marks for what differs where it may have several."""
        line = self._say.line(self._clause)
        return {**line, "clause": NUMBERED, "about": ABOUT} if self._several else {**line, "about": ""}

    def _print(self, shape: Shape) -> Workings:
        steps: Sequence[Step | Shape] = (*shape.fixed, shape)
        forms = [
            self._pieces.form(
                "step",
                {
                    **self._say.step(self._clause, step.row),
                    **({"clause": NUMBERED} if self._several else {}),
                    "number": number,
                    "rate": self._say.percent(step.rate),
                },
                "base",
                "product",
            )
            for number, step in enumerate(steps, 1)
        ]
        return Workings(self._say, shape, forms)


def _no_steps(base: Exact, row: int) -> list[Step]:
    """What a factor or a floor made of a line is not seen in its steps."""
    return []


class Workings:
    """A shape in HTML: the steps that are the same for everyone as text, the last one as a form."""

    def __init__(self, say: Wording, shape: Shape, forms: Sequence[Form]) -> None:
        """`forms` has one for each step."""
        self._say = say
        self._shape = shape
        *before, self._form = forms
        money = say.money
        self._fixed = "".join(
            form.filled(
                base=money(step.base.value, step.base.digits),
                product=money(step.product.value, step.product.digits),
            )
            for form, step in zip(before, shape.fixed, strict=True)
        )
        self._digits = max([shape.product_digits, *(step.product.digits for step in shape.fixed)])
        self._exact = sum(
            step.product.value * 10 ** (self._digits - step.product.digits) for step in shape.fixed
        )
        self._scale = 10 ** (self._digits - shape.product_digits)

    def each(self, bases: Sequence[int]) -> tuple[list[str], list[str]]:
        """The steps of each base, and their exact sum."""
        shape, moneys = self._shape, self._say.moneys
        parts = shape.parts(bases)
        products = [part * shape.rate.value for part in parts]
        last = self._form.each(
            base=moneys(parts, shape.digits), product=moneys(products, shape.product_digits)
        )
        exact = [self._exact + product * self._scale for product in products]
        return [self._fixed + step for step in last], moneys(exact, self._digits)
