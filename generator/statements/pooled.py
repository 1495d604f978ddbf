"""Workings of a pool: the fund, by what it is shared, the own part, and how it was cut."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache, cached_property

from markupsafe import Markup

from generator.rules.exact import Column
from generator.statements.forms import Form, hole
from generator.statements.shard import ShardLines
from generator.statements.worked import Shown, WorkedLines
from generator.terms.agreed import OfMetric
from generator.terms.amount import EachOf, RateOf
from generator.terms.quantity import COUNT


class PoolLines(WorkedLines):
    """Rows and footers of the lines of one pool, in one period and language."""

    def write(self, lines: ShardLines) -> list[Shown | None]:
        """The rows and the footer of each line."""
        columns = {name: column.fractions() for name, column in lines.columns.items()}
        bases = Column(lines.base, lines.base_digits, lines.base_per).fractions()
        form = self._rows()
        fund, together, of = (columns.get(name, []) for name in ("fund", "together", "fund.of"))
        fixed = cache(lambda value, unit: self._text(value, unit))  # the same in all lines of a window
        by, written = self._version.base, self._version.fund
        shared_in = self._unit if by else COUNT
        out: list[Shown | None] = []
        for at, base in enumerate(bases):
            amount, whole, all_of_them = fund[at], fund[at], together[at]
            text = amount_of = added = brought = ""
            if isinstance(written, RateOf | EachOf):
                amount_of = self._of("fund", written, of[at])
            elif isinstance(written, OfMetric):
                text = fixed(amount, self._unit_of(written))
            if self._version.hands_on:
                parts = columns["added"][at], columns["brought"][at]
                whole = sum(parts, Fraction(0))
                added, brought = (fixed(one, self._pay) for one in parts)
            steps = form.filled(
                added=added,
                brought=brought,
                zero="" if amount >= 0 else f", {self._say.words['counted_as_zero']}",
                whole=fixed(whole, self._pay),
                own=self._text(base, shared_in) if by else "",
                together=fixed(all_of_them, shared_in),
                part=self._text(whole * base / all_of_them, self._pay),
                text=text,
                of=amount_of,
            )
            own = {name: values[at] for name, values in columns.items()}
            foot = self._rows_cut[bool(own["step"])].filled(exact=self._text(own["share"], self._pay))
            out.append(Shown(steps, foot + self._changes(own["share"], own)))
        return out

    def _rows(self) -> Form:
        words = self._say.words
        fund = self._amount("fund", self._version.fund)
        first = "added" if self._version.hands_on else "whole"
        head = words["fund_added"] if self._version.hands_on else words["fund"]
        if fund:
            head = Markup(f"{head}: {fund}") + (hole("zero") if self._version.hands_on else "")
        rows = [(first, head, self._pay)]
        if self._version.hands_on:
            rows += [("brought", words["fund_brought"], self._pay), ("whole", words["fund"], self._pay)]
        by = self._version.base
        if by:
            title = self._say.title(f"metric/{by}")
            rows += [
                ("own", title, self._unit),
                ("together", f"{title}, {words['of_all_sharing']}", self._unit),
            ]
        else:
            rows.append(("together", words["count_sharing"], COUNT))
        rows.append(("part", words["part_of_fund"], self._pay))
        return Form(self._rows_in_words(rows))

    @cached_property
    def _rows_cut(self) -> Mapping[bool, Form]:
        """The first row of a footer: without and with a step of what the cuts leave."""
        words = self._say.words
        cut = {False: words["part_cut"], True: words["part_and_step"]}
        return {some: Form(self._rows_in_words([("exact", text, self._pay)])) for some, text in cut.items()}
