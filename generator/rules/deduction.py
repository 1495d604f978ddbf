"""Deduction: what is taken from a partner: a fee, a withholding, a share of a cost. Its lines are below zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.rules.amounts import amount_values, as_factors
from generator.rules.by_rows import columns_needed, drafts_of, due_rows, may_earn
from generator.rules.contract import Carried, Drafts, Figures, Lines, Rows
from generator.rules.deduction_sayings import say_deduction
from generator.rules.exact import Column, Flags, Integers
from generator.rules.owed import Owed, share
from generator.rules.pay_checks import is_counted
from generator.rules.refused_carriers import refuse_carriers
from generator.rules.shortfall import BelowZero, check_carry, check_units, set_off, shortfall
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.source import Step as At
from generator.terms.amount import Amount, AnyAmount
from generator.terms.carried import CarriedShortfalls
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.line_source import LineSource, parse_line_source
from generator.terms.pay import MONEY
from generator.terms.quantity import PERCENT, Quantity, Slug
from generator.terms.row_source import TABLE_OF, RowSource, parse_row_source
from generator.terms.saying import Sayings
from generator.terms.titles import Titles


def _source(written: object) -> LineSource | RowSource:
    if isinstance(written, LineSource) or (isinstance(written, dict) and "lines" in written):
        return parse_line_source(written)
    return parse_row_source(written)


AnySource = Annotated[
    LineSource | RowSource,
    PlainValidator(_source),
    WithJsonSchema(
        {"type": "object", "examples": [{"lines": {"kinds": ["commission"]}}, {"events": {"event": "lapse"}}]}
    ),
]


class DeductionVersion(ClauseVersion):
    """A `rate` of lines or of a measure of rows, or an `amount`: for each line, each unit, each row or each window."""

    takes: ClassVar[bool] = True
    rewards_refused: ClassVar[str] = "A thing that was handed over cannot be taken in part."
    source: AnySource | None = None
    base: Slug | None = None
    rate: AnyAmount | None = None
    amount: AnyAmount | None = None
    below_zero: BelowZero | None = None
    carries: CarriedShortfalls | None = None

    @property
    def of_lines(self) -> LineSource | None:
        """The lines that it reads; None where it reads none."""
        return self.source if isinstance(self.source, LineSource) else None

    @property
    def of_rows(self) -> RowSource | None:
        """The rows that it reads one by one; None where it reads none."""
        return self.source if isinstance(self.source, RowSource) else None

    @property
    def base_thing(self) -> str:
        """What the base is called in titles."""
        return f"measure/{self.base}"

    @property
    def figure(self) -> Amount:
        """The rate, or the amount."""
        figure = self.amount if self.rate is None else self.rate
        assert figure is not None
        return figure

    @model_validator(mode="after")
    def _one_way(self) -> DeductionVersion:
        refuse_carriers(
            self,
            "deduction",
            ("best_of", "ceiling"),
            "What is taken cannot be held against what is paid: the largest payment, or the most that is paid.",
        )
        for fault in (*self._figures(), *self._sources(), *self._useless()):
            raise fault
        check_carry(self)
        return self

    def _figures(self) -> Iterator[Fault]:
        if (self.rate is None) == (self.amount is None):
            yield Fault(
                "deduction-unclear",
                "A deduction takes a `rate` or an `amount`, one of the two.",
                at=("amount",) if self.amount is not None else (),
                other=("rate",) if self.amount is not None else None,
                other_label="the other one" if self.amount is not None else "",
                on_key=self.amount is not None,
                consequence="Nobody could say how much is taken.",
                cure="Keep one of them."
                if self.amount is not None
                else "Write `rate: 13 %` or `amount: 500`.",
            )
        elif self.rate is not None and self.of_lines is None and self.base is None:
            yield Fault(
                "deduction-unclear",
                "A rate needs what it is taken of: lines, or a measure of rows.",
                at=("rate",),
                on_key=True,
                consequence="Nobody could say of what a share is taken.",
                cure="Add `source: {lines: {kinds: [commission]}}`; per sale or event add `base:` with a measure; "
                "for a share of a metric write `amount: {rate: 50 %, of: costs}`.",
            )

    def _sources(self) -> Iterator[Fault]:
        if self.rowwise and (self.of_rows is None or self.of_rows.table != TABLE_OF[self.per]):
            table = TABLE_OF[self.per]
            yield Fault(
                "source-unclear",
                f"A deduction per {self.per.replace('_', ' ')} reads rows of the table {table}.",
                at=() if self.source is None else ("source",),
                consequence="Nobody could tell for which rows something is taken.",
                cure=f"Write `source: {{{table}: {{...}}}}`.",
            )
        elif not self.rowwise and self.of_rows is not None:
            yield Fault(
                "source-unclear",
                "A deduction over a window reads lines, and no rows.",
                at=("source",),
                on_key=True,
                consequence="Nobody could say how often it is taken.",
                cure="Take it `per: sale`, `per: sale_line` or `per: event`, or read lines.",
            )
        elif self.of_lines is not None and self.per in ("day", "week"):
            yield Fault(
                "source-unclear",
                "Lines are read period by period.",
                at=("per",),
                other=("source",),
                other_label="lines are read here",
                consequence="Lines are paid with a period, and no shorter window has lines of its own.",
                cure="Write `per: period`, `per: quarter`, `per: half_year` or `per: year`.",
            )
        elif self.base is not None and not self.rowwise:
            yield Fault(
                "source-unclear",
                "`base` is a measure of rows, and here no rows are read.",
                at=("base",),
                on_key=True,
                consequence="Nobody could say of what a share is taken.",
                cure="Take it per sale or event; for a share of a metric write `amount: {rate: 50 %, of: costs}`.",
            )

    def _useless(self) -> Iterator[Fault]:
        plain = isinstance(self.amount, Quantity) and self.base is None
        if self.below_zero is not None and plain:
            yield Fault(
                "option-without-use",
                "`below_zero` has no meaning here: the amount is the same every time.",
                at=("below_zero",),
                on_key=True,
                consequence="An option that does nothing looks like a promise.",
                cure="Remove `below_zero`.",
            )
        elif self.below_zero == "carry" and not self.rowwise and (self.of_lines is None or self.rate is None):
            yield Fault(
                "below-zero-carry",
                "Only a sum of lines of which a share is taken is carried below zero.",
                at=("below_zero",),
                consequence="An amount has no base off which a shortfall could be taken.",
                cure="Write `below_zero: zero` or `below_zero: negative`.",
            )
        fits: tuple[str, ...] = ("partner",)
        if self.rowwise:
            fits = ("event",) if self.per == "event" else ("customer", "sale")
        if self.once is not None and self.once.each not in fits:
            yield Fault(
                "once-unclear",
                f"This deduction cannot be taken once for each {self.once.each}.",
                at=("once",),
                consequence="Nobody could tell which of the lines is the one that is taken.",
                cure=f"Here fits `once: {fits[0]}`.",
            )


class Deduction(Clause):
    """A clause of the kind deduction."""

    kind: Literal["deduction"]
    versions: tuple[DeductionVersion, ...]

    @model_validator(mode="after")
    def _in_one_unit(self) -> Deduction:
        check_units(self.versions)
        return self


def carry(
    clause: str, version: DeductionVersion, figures: Figures, lines: Lines, whom: Flags
) -> Mapping[str, Carried]:
    """How the shortfall of each partner moves with the lines counted in one window."""
    return shortfall(clause, version, _counted(clause, version, figures), figures, whom)


def settle(clause: str, version: DeductionVersion, figures: Figures) -> Drafts:
    """What is taken, above zero, for each partner or row; nothing where it comes to zero."""
    rows: Rows | None = None
    if version.of_lines is not None:
        who, base = _lines(clause, version, figures)
    elif version.of_rows is not None:
        measures = () if version.base is None else (version.base,)
        rows = figures.rows(version.of_rows, measures, columns_needed(version))
        rows, _ = due_rows(version, figures, rows)
        who = rows.who
        base = _none(who) if version.base is None else rows.values[version.base]
    else:
        who = np.flatnonzero(may_earn(version, figures))
        base = _none(who)
    owed = _taken(version, base, who, figures)
    drafts = drafts_of(version, who, base, np.zeros(len(who), dtype=np.int64), owed, rows)
    nothing = Owed.nothing(len(who))
    kept = owed.exceeds(nothing)
    if version.below_zero == "negative":
        kept |= nothing.exceeds(owed)
    return drafts.of(kept)


def _lines(clause: str, version: DeductionVersion, figures: Figures) -> tuple[Integers, Column]:
    """Who has lines, whether still in the programme or not, and what they come to or how many they are."""
    base = _counted(clause, version, figures)
    if version.below_zero == "carry":
        base, _ = set_off(clause, base, figures)
    who = np.flatnonzero(base.values)
    return who, base.of(who)


def _counted(clause: str, version: DeductionVersion, figures: Figures) -> Column:
    """The sum of the lines counted of each partner, or how many they are; 0 of those whose lines are not counted."""
    assert version.of_lines is not None
    lines = version.of_lines.lines
    if version.rate is not None:
        base = figures.earned_by(lines.clauses, lines.kinds, clause, version.reads_in)
    else:
        number = figures.lines_above_zero(lines.clauses, lines.kinds, clause, version.reads_in)
        base = Column(number, 0)
    for condition in (lines.where, version.earns):
        if condition is not None:
            base = Column(np.where(figures.holds(condition), base.values, 0), base.digits)
    return base


def _none(who: Integers) -> Column:
    return Column(np.zeros(len(who), dtype=np.int64), 0)


def _taken(version: DeductionVersion, base: Column, who: Integers, figures: Figures) -> Owed:
    figure = version.figure
    first = np.zeros(len(who), dtype=np.int64)
    of_base = version.of_lines is not None or version.base is not None
    if isinstance(figure, Quantity):
        factor = figure.with_unit(PERCENT).ratio if version.rate is not None else figure.value
        return share(base, [factor], first) if of_base else Owed.each([factor], first)
    if version.rate is not None:
        return Owed.of_column(base).times_column(as_factors(figure, PERCENT, figures).of(who))
    each = Owed.of_column(amount_values(figure, figures).of(who))
    return each.times_column(base) if of_base else each


def amounts(version: DeductionVersion) -> Iterator[tuple[tuple[At, ...], Amount, str]]:
    """The amounts with their places, and what each must be."""
    needed: Mapping[str, str] = {"rate": "rate", "amount": "money"}
    for key, unit in needed.items():
        figure: Amount | None = getattr(version, key)
        if figure is not None:
            yield (key,), figure, unit


def metrics_read(version: DeductionVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Metrics that the kind reads besides its conditions and amounts; none here."""
    yield from ()


def measures_read(version: DeductionVersion) -> Iterator[tuple[tuple[At, ...], str, str]]:
    """Measures of rows that the kind reads, with their places and the table of those rows."""
    if version.base is not None:
        yield ("base",), version.base, TABLE_OF[version.per]


def clauses_read(version: DeductionVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Clauses whose lines are read, with their places."""
    if version.of_lines is not None:
        yield from version.of_lines.clauses_at("source")


def kinds_read(version: DeductionVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Kinds of which all clauses but this one are read, with their places."""
    if version.of_lines is not None:
        yield from version.of_lines.kinds_at("source")


def check(version: DeductionVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: a share of a measure is money where the measure is, else points."""
    unit = titles.unit_of(version.base_thing)
    if version.rate is None or version.base is None:
        return
    if version.pays_in != MONEY:
        if not is_counted(unit, titles):
            yield Fault(
                "rate-of-no-points",
                f"A rate of `{version.base}` would be taken in {unit}, and the rule takes points.",
                at=("base",),
                consequence="Nobody could say how many points a share of it is.",
                cure="Take a measure that is counted, or write `amount:` with the points for each unit of it.",
            )
    elif unit != titles.currency:
        yield Fault(
            "rate-of-no-money",
            f"A rate of `{version.base}` would be taken in its unit, which is not money.",
            at=("base",),
            consequence="Nobody could say how much money a share of it is.",
            cure=f"Take a measure in money, or write `amount:` with what each {unit} costs.",
        )


def sayings(clause: str, version: DeductionVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    return say_deduction(clause, version, titles)


def steps(version: DeductionVersion, base: Exact, row: int) -> list[Step]:
    """The workings of a deduction are pieces of their own."""
    return []
