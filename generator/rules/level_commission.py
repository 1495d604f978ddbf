"""Level commission: a share of what others sold, by how many steps up the tree the earner stands from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.rules.arithmetic import added
from generator.rules.by_depth import depths_of_people, depths_of_rows, sum_by_partner
from generator.rules.by_rows import columns_needed, of_their_rows
from generator.rules.contract import Carried, Drafts, Figures, Lines, Rows
from generator.rules.exact import Column, Flags
from generator.rules.shortfall import BelowZero, check_bases, check_carry, shortfall
from generator.rules.shortfall_sayings import base_below_zero
from generator.rules.walk import Walk, as_judged
from generator.rules.workings import Exact, Step, multiplied
from generator.rules.worth import say_worth, worthless_base
from generator.source import Fault
from generator.terms.carried import SHORTFALL, CarriedShortfalls
from generator.terms.carriers import ROWWISE, say_carriers
from generator.terms.clause import Clause, say_clause_dates
from generator.terms.condition import Condition, parse_condition, say_earns
from generator.terms.depth_table import depth_faults, endless_depths
from generator.terms.judged import say_judged
from generator.terms.pay_sayings import say_pays_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.quantity import Slug
from generator.terms.row_source import TABLE_OF, AnyRowSource, say_row_source
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.scope_words import say_condition
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.walking import WalkingVersion, say_walk


@dataclass(frozen=True, slots=True)
class Less:
    """`best_between`: of whom strictly between earner and source the best rate is subtracted."""

    best_between: Condition


def _less(written: object) -> Less | None:
    if written is None or written == "nothing":
        return None
    if isinstance(written, Less):
        return written
    if isinstance(written, dict) and set(written) == {"best_between"}:
        try:
            return Less(parse_condition(written["best_between"]))
        except Fault as fault:
            raise fault.under("best_between") from None
    raise Fault(
        "wrong-type",
        "`less` is `nothing` or `best_between` with a condition.",
        consequence="Nobody could say what those in between take away.",
        cure="Write `less: nothing` or `less: {best_between: {tier: {at_least: silver}}}`.",
    )


AnyLess = Annotated[
    Less | None,
    PlainValidator(_less),
    WithJsonSchema({"type": ["string", "object"], "examples": ["nothing"]}),
]


class LevelCommissionVersion(WalkingVersion):
    """`base` of each partner is paid up the tree; `less` says what those in between take of a rate."""

    base: Slug
    source: AnyRowSource | None = None
    less: AnyLess = None
    unearned: Literal["house", "passes_up"] = "house"
    below_zero: BelowZero = "zero"
    carries: CarriedShortfalls | None = None

    @model_validator(mode="after")
    def _rows(self) -> LevelCommissionVersion:
        check_carry(self)
        if self.rowwise and (self.source is None or self.source.table != TABLE_OF[self.per]):
            raise Fault(
                "source-unclear",
                f"A rule per {self.per.replace('_', ' ')} reads rows of the table {TABLE_OF[self.per]}.",
                at=() if self.source is None else ("source",),
                consequence="Nobody could tell which rows earn something.",
                cure=f"Write `source: {{{TABLE_OF[self.per]}: {{...}}}}`.",
            )
        return self

    @property
    def base_thing(self) -> str:
        """What the base is called in titles: `metric/...`, or `measure/...` of rows."""
        return f"{'metric' if self.source is None else 'measure'}/{self.base}"


class LevelCommission(Clause):
    """A clause of the kind level_commission."""

    kind: Literal["level_commission"]
    versions: tuple[LevelCommissionVersion, ...]

    @model_validator(mode="after")
    def _one_base(self) -> LevelCommission:
        check_bases(self.versions)
        return self


def settle(clause: str, version: LevelCommissionVersion, figures: Figures) -> Drafts:
    """One line for each earner and depth (per sale: and sale), and for the house what nobody earned at a depth."""
    walk = Walk.of(version, figures)
    between = None
    if version.less is not None:
        between = as_judged(version, figures).holds(version.less.best_between)
    passes_up = version.unearned == "passes_up"
    if version.rowwise:
        rows = rows_of(version, figures)
        drafts = depths_of_rows(
            walk, rows.who, rows.values[version.base], between=between, passes_up=passes_up
        )
        drafts = of_their_rows(version, drafts, rows)
    else:
        before = figures.carried(clause, SHORTFALL)[0] if version.below_zero == "carry" else None
        base = bases_of_people(version, figures, before)
        drafts = depths_of_people(walk, base, between=between, passes_up=passes_up)
    if version.below_zero != "negative":
        # Left out, not set to zero: a floor raises what is zero.
        return drafts.of(np.asarray(drafts.owed.numerators >= 0, dtype=np.bool_))
    return drafts


def rows_of(version: LevelCommissionVersion, figures: Figures) -> Rows:
    """The rows of the source, with the base and what `once` counts."""
    assert version.source is not None
    rows = figures.rows(version.source, [version.base], columns_needed(version))
    return rows.of(figures.joined[rows.who])


def carry(
    clause: str, version: LevelCommissionVersion, figures: Figures, lines: Lines, whom: Flags
) -> Mapping[str, Carried]:
    """How the shortfall of each partner whose base goes up the tree moves with it."""
    return shortfall(clause, version, _bases(version, figures), figures, figures.joined & whom)


def bases_of_people(
    version: LevelCommissionVersion, figures: Figures, before: Column | None = None
) -> Column:
    """The base of each partner, less what was carried `before` of it; below zero it counts as zero then."""
    base = _bases(version, figures)
    if before is None:
        return base
    left = added(base, before, -1)
    return Column(np.where(figures.joined, np.maximum(left.values, 0), 0), left.digits)


def _bases(version: LevelCommissionVersion, figures: Figures) -> Column:
    """The metric of each partner, or the sum of the rows of the source."""
    if version.source is None:
        base = figures.metric(version.base)
        return Column(np.where(figures.joined, base.values, 0), base.digits, base.per)
    rows = rows_of(version, figures)
    return sum_by_partner(rows.who, rows.values[version.base], figures.size)


def metrics_read(version: LevelCommissionVersion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Metrics that the kind reads besides its conditions, with their places."""
    if version.source is None:
        yield ("base",), version.base


def measures_read(version: LevelCommissionVersion) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Measures of rows that the kind reads, with their places and the table of those rows."""
    if version.source is not None:
        yield ("base",), version.base, version.source.table


def check(version: LevelCommissionVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: the unit of the base, the order of tiers, depths without end."""
    yield from depth_faults(version.table, titles)
    yield from worthless_base(version, titles)
    if version.less is None or not version.table.by_tier:
        yield from endless_depths(version.table)
    if version.less is not None and version.unearned == "passes_up":
        yield Fault(
            "unearned-unclear",
            "With `less: best_between` nothing is passed up.",
            at=("unearned",),
            consequence="Who stands further up already gets what those in between do not take.",
            cure="Write `unearned: house`.",
        )


_PAYS = (
    "this rule pays a share of {base} of partners to those above them, by the depth at which these stand.",
    "платится доля от показателя «{base}» партнёров тем, кто стоит над ними, в зависимости от их глубины.",
)
_PAYS_ROWS = (
    "this rule pays a share of {base} to those above its partner, by the depth at which these stand.",
    "платится доля от показателя «{base}» тем, кто стоит над её партнёром, в зависимости от их глубины.",
)
_PAYS_EVENTS = (
    "платится доля от показателя «{base}» тем, кто стоит над его партнёром, в зависимости от их глубины."
)
_APPLIES_ROWS = Text.of(
    en="The rate is multiplied by {base} of the row; each row and depth is a line of its own.",
    ru="Ставка умножается на показатель «{base}» строки данных; "
    "каждая строка данных и каждая глубина — отдельная строка выплаты.",
)
_APPLIES = Text.of(
    en="For each depth the rate is multiplied by the sum of {base} of all partners from whom the earner stands at "
    "that depth; each depth is a line of its own.",
    ru="На каждой глубине ставка умножается на сумму показателя «{base}» всех партнёров, "
    "над которыми получатель стоит на этой глубине; каждая глубина — отдельная строка.",
)
_LESS = Text.of(
    en="From the rate is subtracted the highest rate of the people who take up a depth strictly between the earner "
    "and the partner whose figure it is, each by the row of the own depth, and of whom this holds; "
    "where nothing remains, the figure is not counted in the line:",
    ru="Из ставки вычитается самая высокая ставка тех, кто занимает глубину строго между получателем и партнёром, "
    "чей это показатель, каждая по строке собственной глубины, и для кого выполнено условие; "
    "если ничего не остаётся, показатель в строке не учитывается:",
)
_ADDED = Text.of(
    en="A rate stands for the sum of the rates of the row and of all rows of lower tiers at the same depth.",
    ru="Ставкой считается сумма ставок строки и всех строк более низких статусов на той же глубине.",
)
_TO_HOUSE = Text.of(
    en="What is owed at a depth whose person does not earn goes to the house.",
    ru="То, что причитается на глубине, где стоящий на ней не получает выплату, остаётся у компании.",
)
_PASSES_UP = Text.of(
    en="What is owed at a depth whose person does not earn goes, in the same amount, to the nearest person further "
    "up who takes up a depth and earns; where there is none, it goes to the house.",
    ru="То, что причитается на глубине, где стоящий на ней не получает выплату, переходит в той же сумме к "
    "ближайшему стоящему выше, кто занимает глубину и получает выплату; если такого нет, оно остаётся у компании.",
)
_NOBODY = Text.of(
    en="What is owed at a depth at which nobody stands goes to the house.",
    ru="То, что причитается на глубине, где никто не стоит, остаётся у компании.",
)
_NOBODY_BY_TIER = Text.of(
    en="At a depth at which nobody stands nothing is owed, since the row depends on a tier.",
    ru="На глубине, где никто не стоит, ничего не причитается: строка зависит от статуса.",
)
_ZERO = Text.of(
    en="When a line comes to less than zero, nothing is paid and nothing is taken.",
    ru="Если строка получается меньше нуля, ничего не платится и ничего не удерживается.",
)
_NEGATIVE = Text.of(
    en="When a line comes to less than zero, it is taken.",
    ru="Если строка получается меньше нуля, эта сумма удерживается.",
)


def sayings(clause: str, version: LevelCommissionVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    say_pays_in(builder, version, titles)
    base = titles.ref(version.base_thing)
    builder.say("pays", _pays(version.per), base=base)
    say_window(builder, version.per)
    if version.source is not None:
        say_row_source(builder, version.source, "" if version.rowwise else version.per)
    if version.rowwise:
        say_judged(builder, version)
    say_walk(builder, version, titles)
    builder.say("applies", _APPLIES_ROWS if version.rowwise else _APPLIES, base=base)
    say_worth(builder, version, titles)
    if version.table.applies_to == "slice":
        builder.say("added", _ADDED)
    if version.less is not None:
        say_condition(builder, "less", _LESS, version.less.best_between, titles)
    builder.say("unearned", _TO_HOUSE if version.unearned == "house" else _PASSES_UP)
    builder.say("nobody", _NOBODY_BY_TIER if version.table.by_tier else _NOBODY)
    if version.below_zero == "carry":
        base_below_zero(builder, version.per, base, version.carries, of_others=True)
    else:
        builder.say("below_zero", _ZERO if version.below_zero == "zero" else _NEGATIVE)
    say_carriers(builder, version, titles, has_table=True, line="line", of_house=True)
    say_earns(builder, version.earns, titles)
    return builder.done()


def _pays(per: str) -> Text:
    lead_en, lead_ru = EACH[per]
    en, ru = _PAYS_ROWS if per in ROWWISE else _PAYS
    if per == "event":
        ru = _PAYS_EVENTS
    return Text.of(en=f"{lead_en} {en}", ru=f"{lead_ru} {ru}")


def steps(version: LevelCommissionVersion, base: Exact, row: int) -> list[Step]:
    """The workings of one line: base x rate where one row applied, else none."""
    if row == 0 or version.less is not None or version.table.applies_to == "slice":
        return []
    return [multiplied(row, base, version.table.rows[row - 1].ratio)]
