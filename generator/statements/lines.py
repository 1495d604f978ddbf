"""Lines of statements as HTML: all lines of one clause at a time, each with its workings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial

from generator.rules import MODULES
from generator.rules.cuts import Cut
from generator.rules.workings import Exact, Step
from generator.statements.abouts import About, has_several
from generator.statements.amounts_asked import needs_words, sets_off
from generator.statements.attained import AttainedLines
from generator.statements.cut_lines import CutWriter
from generator.statements.forms import Form
from generator.statements.legs import LegLines
from generator.statements.lent import LentLines
from generator.statements.pooled import PoolLines
from generator.statements.prizes import PrizeLines
from generator.statements.rendering import Pieces
from generator.statements.shapes import Shape, Shapes
from generator.statements.shard import ShardLines
from generator.statements.wording import Wording
from generator.statements.worked import Shown, WorkedLines

WRITERS: Mapping[str, type[WorkedLines]] = {
    "guarantee": LentLines,
    "attainment": AttainedLines,
    "contest": PrizeLines,
    "pool": PoolLines,
    "binary": LegLines,
}
"""Kinds whose workings are rows of words, or of figures of several sorts."""
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
        self._steps = partial(MODULES[kind].steps, version)
        self._metric: str | None = say.line(clause)["metric"]
        self._takes = version.takes
        self._workings: dict[int, Shapes[Workings]] = {}
        self._several = has_several(kind, version)
        self._with_steps = cache(self._form_with_steps)
        self._without_steps = cache(self._form_without_steps)
        self._needs_words = needs_words(kind, version)
        self._with_words = cache(self._form_with_words)
        self._left_out = pieces.form("left_out", self._fixed(), "value")
        self._sets_off = sets_off(version)
        self._set_off = pieces.form("set_off", self._fixed(), "value")
        name = NUMBERED if self._several else say.period.clauses[clause][0]
        made = WRITERS.get(kind, WorkedLines)
        self._worked = made(say, pieces, clause, name)
        self._cuts = CutWriter(say, pieces, clause, name)

    def write(self, lines: ShardLines) -> list[str]:
        """Each line."""
        in_words = self._needs_words or lines.parts is not None
        html = self._in_words(lines) if in_words else self._in_steps(lines)
        if lines.about is None:
            return html
        return [self._told_apart(text, about) for text, about in zip(html, lines.about, strict=True)]

    def _in_words(self, lines: ShardLines) -> list[str]:
        """Lines of which more is shown than base x rate of each row."""
        bases = self._worked.bases(lines) if self._metric else [""] * len(lines.base)
        amounts = self._say.amounts(self._clause, lines.amount.tolist())
        left_out = self._beside(lines)
        worked = self._worked.write(lines)
        html: list[str] = []
        for at, (row, capped) in enumerate(zip(lines.row.tolist(), lines.capped.tolist(), strict=True)):
            shown, own = {"base": bases[at], "amount": amounts[at]}, worked[at]
            if own is None:
                beside = {"left_out": left_out[at]} if self._sets_off else {}
                html.append(self._without_steps(row).filled(**shown, **beside))
            else:
                shown["left_out"] = left_out[at]
                html.append(self._of_words(own, capped, lines.cut(at), shown))
        return html

    def _of_words(self, own: Shown, capped: bool, cut: Cut | None, shown: Mapping[str, str]) -> str:
        ending, rows = self._ending(capped, own.taken or self._takes, cut)
        form = self._with_words(ending, own.divided)
        return form.filled(**shown, steps=own.steps, foot=own.foot, cut=rows)

    def _ending(self, capped: bool, taken: bool, cut: Cut | None) -> tuple[str, str]:
        """What stands before the amount, and the rows above it that say what cut the line."""
        if cut is None:
            return self._say.ending(capped, taken), ""
        return self._cuts.ending(cut), self._cuts.rows(cut)

    def _beside(self, lines: ShardLines) -> list[str]:
        """What was left out of the base of each line, or was carried and taken off it, where something was."""
        if self._sets_off and "set_off" in lines.columns:
            column = lines.columns["set_off"]
            texts = self._say.bases(self._clause, column.values.tolist(), column.digits)
            return [
                self._set_off.filled(value=text) if value else ""
                for value, text in zip(column.values.tolist(), texts, strict=True)
            ]
        if lines.parts is None or lines.parts.beside is None:
            return [""] * len(lines.base)
        beside, over = lines.parts.beside.tolist(), lines.parts.over
        texts = self._worked.texts(beside, over)
        return [
            self._left_out.filled(value=text) if value else ""
            for value, text in zip(beside, texts, strict=True)
        ]

    def _in_steps(self, lines: ShardLines) -> list[str]:
        """Lines whose workings are those of their base and row."""
        digits = lines.base_digits
        if digits not in self._workings:
            self._workings[digits] = Shapes(self._steps, digits, self._print)
        workings_of = self._workings[digits].of
        values = lines.base.tolist()
        amounts = self._say.amounts(self._clause, lines.amount.tolist())
        bases = self._say.bases(self._clause, values, digits) if self._metric else [""] * len(values)
        alike: dict[tuple[Workings | None, int, str], list[int]] = {}
        cuts = [""] * len(values)
        html = [""] * len(values)
        for place, (value, row, capped) in enumerate(
            zip(values, lines.row.tolist(), lines.capped.tolist(), strict=True)
        ):
            cut, workings = lines.cut(place), workings_of(value, row)
            if workings is None and cut is not None:
                html[place] = self._cut_amount(lines, place, {"base": bases[place], "amount": amounts[place]})
                continue
            ending, cuts[place] = self._ending(capped, False, cut)
            alike.setdefault((workings, row, ending), []).append(place)
        for (workings, row, ending), places in alike.items():
            columns = {"base": [bases[at] for at in places], "amount": [amounts[at] for at in places]}
            if workings is None:
                form = self._without_steps(row)
            else:
                form = self._with_steps(ending)
                columns["steps"], columns["exact"], columns["money"] = workings.each(
                    [values[at] for at in places]
                )
                columns["cut"] = [cuts[at] for at in places]
            for at, text in zip(places, form.each(**columns), strict=True):
                html[at] = text
        return html

    def _cut_amount(self, lines: ShardLines, at: int, shown: Mapping[str, str]) -> str:
        """A line that would say its amount alone, if nothing had been taken of it."""
        (own,) = self._worked.write(lines.only(at))
        assert own is not None, "what was cut has workings"
        return self._of_words(own, False, lines.cut(at), {**shown, "left_out": ""})

    def _told_apart(self, text: str, about: About) -> str:
        """A line with its own number in the names of its facts, and with what it is about."""
        name = f"{self._say.period.clauses[self._clause][0]}:{about.number}"
        text = text.replace(ABOUT, self._pieces.html("about", self._say.about(self._clause, about)))
        return text.replace(NUMBERED, name)

    def _form_with_steps(self, ending: str) -> Form:
        fixed = {
            **self._fixed(),
            "summary": None,
            "ending": ending,
            "rated_in": self._rated_in(),
            "foot": None,
            "left_out": "",
        }
        return self._pieces.form("line", fixed, "base", "amount", "steps", "exact", "money", "cut")

    def _form_with_words(self, ending: str, divided: bool) -> Form:
        fixed = {**self._fixed(), "summary": None, "ending": ending}
        if divided:
            fixed["heads"] = self._say.divided_heads(self._clause)
        return self._pieces.form("line", fixed, "base", "amount", "steps", "foot", "left_out", "cut")

    def _form_without_steps(self, row: int) -> Form:
        fixed = {
            **self._fixed(),
            "summary": self._say.summary(self._clause, row),
            "steps": None,
        }
        if self._sets_off:
            return self._pieces.form("line", fixed, "base", "amount", "left_out")
        return self._pieces.form("line", {**fixed, "left_out": ""}, "base", "amount")

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
                    "of": self._rated_in(),
                    "rate": self._say.percent(step.rate),
                },
                "base",
                "product",
            )
            for number, step in enumerate(steps, 1)
        ]
        return Workings(self._say, self._clause, shape, forms)

    def _rated_in(self) -> str:
        """The unit of what the rates give."""
        line = self._say.line(self._clause)
        return str(line["unit"]) if line["worth"] else self._say.pay_unit(self._clause)


class Workings:
    """A shape in HTML: the steps that are the same for everyone as text, the last one as a form."""

    def __init__(self, say: Wording, clause: int, shape: Shape, forms: Sequence[Form]) -> None:
        """`forms` has one for each step; `clause` is a place in the period's clauses."""
        self._say = say
        self._worth = say.period.worths[clause]
        self._texts = partial(say.rated, clause)
        self._shape = shape
        *before, self._form = forms
        text = self._text
        self._fixed = "".join(
            form.filled(
                base=text(step.base.value, step.base.digits),
                product=text(step.product.value, step.product.digits),
            )
            for form, step in zip(before, shape.fixed, strict=True)
        )
        self._digits = max([shape.product_digits, *(step.product.digits for step in shape.fixed)])
        self._exact = sum(
            step.product.value * 10 ** (self._digits - step.product.digits) for step in shape.fixed
        )
        self._scale = 10 ** (self._digits - shape.product_digits)

    def _text(self, value: int, digits: int) -> str:
        return self._texts([value], digits)[0]

    def each(self, bases: Sequence[int]) -> tuple[list[str], list[str], list[str]]:
        """The steps of each base, their exact sum, and this in money where it is in a unit that is worth some."""
        shape, texts = self._shape, self._texts
        parts = shape.parts(bases)
        products = [part * shape.rate.value for part in parts]
        last = self._form.each(base=texts(parts, shape.digits), product=texts(products, shape.product_digits))
        exact = [self._exact + product * self._scale for product in products]
        steps = [self._fixed + step for step in last]
        return steps, texts(exact, self._digits), self._in_money(exact)

    def _in_money(self, exact: Sequence[int]) -> list[str]:
        """What the exact sums come to; nothing where they are money already."""
        if self._worth is None:
            return [""] * len(exact)
        worth = Exact.of(self._worth)
        return self._say.moneys([one * worth.value for one in exact], self._digits + worth.digits)
