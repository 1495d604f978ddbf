"""Matching: a share of what other partners receive by other rules, by how many steps the earner stands above them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
from pydantic import model_validator

from generator.rules.amounts import whole_times
from generator.rules.by_depth import Found, Scales
from generator.rules.contract import Drafts, Figures
from generator.rules.exact import Column, Integers
from generator.rules.owed import Owed
from generator.rules.tree import fitting
from generator.rules.walk import Walk
from generator.rules.workings import Exact, Step, multiplied
from generator.source import Fault
from generator.terms.amount import Amount
from generator.terms.carriers import say_carriers
from generator.terms.clause import Clause, say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.depth_table import DepthTable, depth_faults, endless_depths
from generator.terms.line_source import AnyLineSource
from generator.terms.pay import MONEY
from generator.terms.pay_sayings import say_lines_in, say_pays_in
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.scope_words import say_condition
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.walking import WalkingVersion, say_walk


class MatchingVersion(WalkingVersion):
    """A share of the lines of `source` goes up the tree by the table."""

    rewards_refused: ClassVar[str] = "Nobody could hand over a share of what others received."
    points_by_sum: ClassVar[bool] = True
    per: Literal["period"]
    source: AnyLineSource
    same_or_higher_tier: Literal["allowed", "refused"] = "allowed"

    @property
    def reads_in(self) -> str:
        """Rows of points read lines in money, rates those in which it pays."""
        return MONEY if self.table.in_points else self.pays_in

    @model_validator(mode="after")
    def _of_others(self) -> MatchingVersion:
        for number, row in enumerate(self.table.rows):
            if row.depth.first == 0:
                raise Fault(
                    "wrong-type",
                    "A match is paid from depth 1 on.",
                    at=("table", "rows", number, "depth"),
                    consequence="At depth 0 a partner would be paid a share of the own lines.",
                    cure="Write `depth: 1`, or raise the rate of the other rule.",
                )
        if self.same_or_higher_tier == "refused" and not self.table.by_tier:
            raise Fault(
                "table-unclear",
                "`same_or_higher_tier: refused` compares tiers, and this table names none.",
                at=("same_or_higher_tier",),
                consequence="Nobody could say on which ladder they are compared.",
                cure="Write the table `by: [tier, depth]`.",
            )
        return self


class Matching(Clause):
    """A clause of the kind matching."""

    kind: Literal["matching"]
    versions: tuple[MatchingVersion, ...]


def settle(clause: str, version: MatchingVersion, figures: Figures) -> Drafts:
    """One line for each earner, source partner and depth."""
    walk = Walk.of(version, figures)
    lines = figures.earned_by(
        version.source.lines.clauses, version.source.lines.kinds, clause, version.reads_in
    )
    pays = lines.values > 0
    if version.source.lines.where is not None:
        pays &= figures.holds(version.source.lines.where)
    sources = np.flatnonzero(pays)
    scales = _FullSums(version.table, lines) if version.table.in_points else Scales(walk, lines)
    found = Found()
    at = sources
    for depth in walk.depths():
        if depth:
            at = walk.up[at]
            sources, at = sources[at >= 0], at[at >= 0]
        row = walk.row(at, depth)
        due = walk.due[at] & (row >= 0)
        if version.same_or_higher_tier == "refused" and walk.rank is not None:
            due &= walk.rank[sources] < walk.rank[at]
        who, source, row = at[due], sources[due], row[due]
        found.add(depth, who, scales.values[source], scales.gains(depth, source, row), row, source=source)
    return found.drafts(scales)


class _FullSums:
    """Points for every full sum of lines: lines in their own scale, points as whole numbers over one denominator."""

    def __init__(self, table: DepthTable, lines: Column) -> None:
        self.values = lines.values
        self._lines = lines
        each = [row.for_each_sum for row in table.rows]
        self._common = math.lcm(1, *(points.denominator for points, _ in each))
        self._points = [int(points * self._common) for points, _ in each]
        times = [whole_times(lines, every).values for _, every in each]
        self._times = np.stack(times) if times else np.zeros((0, len(lines.values)), dtype=np.int64)

    def gains(self, depth: int, source: Integers, row: Integers) -> Integers:
        """How often the sums of some sources are full, each by its row, times the points of that."""
        points = np.array(self._points, dtype=np.object_)[row]
        return np.asarray(self._times[row, source] * points)

    def bases(self, values: Integers) -> Column:
        """Lines of sources."""
        return Column(values, self._lines.digits)

    def owed(self, numerators: Integers) -> Owed:
        """Points, exactly."""
        return Owed(fitting(numerators), self._common)


def amounts(version: MatchingVersion) -> Iterator[tuple[tuple[str | int, ...], Amount, str]]:
    """The amounts with their places, and what each must be."""
    for number, row in enumerate(version.table.rows):
        if row.points is not None:
            yield ("table", "rows", number, "points"), row.points, "money"


def metrics_read(version: MatchingVersion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Metrics that the kind reads besides its conditions; none here."""
    yield from ()


def clauses_read(version: MatchingVersion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Clauses whose lines are read, with their places."""
    yield from version.source.clauses_at("source")


def kinds_read(version: MatchingVersion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Kinds of which all clauses but this one are read, with their places."""
    yield from version.source.kinds_at("source")


def check(version: MatchingVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: the order of tiers, endless depths, full sums in another unit."""
    yield from depth_faults(version.table, titles)
    yield from endless_depths(version.table)
    for number, row in enumerate(version.table.rows):
        if row.every is not None and row.every.unit not in ("", titles.currency):
            yield Fault(
                "wrong-unit",
                f"This is in `{row.every.unit}`, but the lines are in {titles.currency}.",
                at=("table", "rows", number, "every"),
                consequence="Nobody could say how often it goes into the lines.",
                cure=f"Write it in {titles.currency}, or without a unit.",
            )


_PAYS = Text.of(
    en="For each period this rule pays a share of what other partners receive by {rules}, "
    "by the depth at which the earner stands above them.",
    ru="За каждый период платится доля от того, что другие партнёры получают по правилам: {rules}, "
    "в зависимости от глубины, на которой получатель стоит над ними.",
)
_PAYS_KINDS = Text.of(
    en="For each period this rule pays a share of what other partners receive by all other rules of the kinds {kinds}, "
    "by the depth at which the earner stands above them.",
    ru="За каждый период платится доля от того, что другие партнёры получают по всем остальным правилам видов {kinds}, "
    "в зависимости от глубины, на которой получатель стоит над ними.",
)
_PAYS_POINTS = Text.of(
    en="For each period this rule pays points for what other partners receive by {rules}, "
    "by the depth at which the earner stands above them.",
    ru="За каждый период начисляются баллы за то, что другие партнёры получают по правилам: {rules}, "
    "в зависимости от глубины, на которой получатель стоит над ними.",
)
_PAYS_POINTS_KINDS = Text.of(
    en="For each period this rule pays points for what other partners receive by all other rules of the kinds {kinds}, "
    "by the depth at which the earner stands above them.",
    ru="За каждый период начисляются баллы за то, что другие партнёры получают по всем остальным правилам видов "
    "{kinds}, в зависимости от глубины, на которой получатель стоит над ними.",
)
_APPLIES = Text.of(
    en="For each other partner the rate is multiplied by the sum of that partner's lines paid with the period, "
    "as they were rounded; each partner and depth is a line of its own.",
    ru="Для каждого другого партнёра ставка умножается на сумму его округлённых строк, выплачиваемых с этим периодом; "
    "каждый партнёр и каждая глубина — отдельная строка.",
)
_FOR_FULL_SUMS = Text.of(
    en="For each other partner the points of the row are given as often as the sum in the row goes in full into the "
    "sum of that partner's lines paid with the period, as they were rounded; each partner and depth is a line of its "
    "own.",
    ru="За каждого другого партнёра баллы из строки таблицы начисляются столько раз, сколько сумма из неё целиком "
    "укладывается в сумму его округлённых строк, выплачиваемых с этим периодом; каждый партнёр и каждая глубина — "
    "отдельная строка.",
)
_WHERE = Text.of(
    en="Only lines of partners for whom this holds are counted:",
    ru="Учитываются только строки партнёров, для которых выполнено условие:",
)
_EVERYBODY = Text.of(en="Lines of every partner are counted.", ru="Учитываются строки каждого партнёра.")
_ADDED = Text.of(
    en="A rate stands for the sum of the rates of the row and of all rows of lower tiers at the same depth.",
    ru="Ставкой считается сумма ставок строки и всех строк более низких статусов на той же глубине.",
)
_ALLOWED = Text.of(
    en="The tier of the partner whose lines they are does not matter.",
    ru="Статус партнёра, чьи это строки, не имеет значения.",
)
_REFUSED = Text.of(
    en="Nothing is paid on lines of a partner whose tier on the ladder {ladder} is the earner's or higher.",
    ru="По строкам партнёра, чей статус на лестнице «{ladder}» такой же, как у получателя, или выше, "
    "ничего не платится.",
)
_UNEARNED = Text.of(
    en="What is not earned at a depth is paid to nobody.",
    ru="То, что на какой-то глубине никто не получает, не платится никому.",
)
_ZERO = Text.of(
    en="When a partner's lines come to less than zero, nothing is paid and nothing is taken.",
    ru="Если сумма строк партнёра меньше нуля, ничего не платится и ничего не удерживается.",
)


def sayings(clause: str, version: MatchingVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    listing = version.source.listing(titles)
    in_points = version.table.in_points
    if version.source.lines.clauses:
        builder.say("pays", _PAYS_POINTS if in_points else _PAYS, rules=listing)
    else:
        builder.say("pays", _PAYS_POINTS_KINDS if in_points else _PAYS_KINDS, kinds=listing)
    say_pays_in(builder, version, titles)
    say_lines_in(builder, version)
    if version.source.lines.where is None:
        builder.say("where", _EVERYBODY)
    else:
        say_condition(builder, "where", _WHERE, version.source.lines.where, titles)
    say_walk(builder, version, titles)
    builder.say("applies", _FOR_FULL_SUMS if in_points else _APPLIES)
    if version.table.applies_to == "slice":
        builder.say("added", _ADDED)
    if version.same_or_higher_tier == "allowed":
        builder.say("same_tier", _ALLOWED)
    else:
        ladder = titles.ladder_of[str(version.table.rows[0].tier)]
        builder.say("same_tier", _REFUSED, ladder=titles.ref(f"ladder/{ladder}"))
    builder.say("unearned", _UNEARNED)
    builder.say("below_zero", _ZERO)
    say_carriers(builder, version, titles, has_table=True, line="line")
    say_earns(builder, version.earns, titles)
    return builder.done()


def steps(version: MatchingVersion, base: Exact, row: int) -> list[Step]:
    """The workings of one line: base x rate."""
    if row == 0 or version.table.applies_to == "slice" or version.table.in_points:
        return []
    return [multiplied(row, base, version.table.rows[row - 1].ratio)]
