"""Laws of a recoverable guarantee over drawn months: what a debt may be, what pay is left, how one moves the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.contract import Carried
from generator.rules.exact import Coins, Column, Flags, Integers
from generator.rules.finishing import finish
from generator.rules.guarantee import GuaranteeVersion, carry, settle
from tests import strategies as draw
from tests.rules.people import version_of

COINS = Coins("half_up", 2)
CENTS = st.integers(-50_000, 400_000)


@dataclass
class Month:
    """One month of some partners: what counted lines come to in cents, who is there, who leaves, what was owed."""

    counted: Sequence[int]
    present: Flags
    leaving: Flags
    holding: Flags
    quarter_ends: bool
    before: Carried | None
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.counted)

    def earned_by(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> Column:
        return Column(np.array(self.counted, dtype=np.int64), 2)

    def holds(self, condition: Any) -> Flags:
        return self.holding

    def ends(self, window: str) -> bool:
        return self.quarter_ends

    def carried(self, clause: str, state: str) -> tuple[Column, Flags]:
        if self.before is None:
            return Column(np.zeros(self.size, dtype=np.int64), 2), np.zeros(self.size, dtype=np.bool_)
        return Column(self.before.closing, 2), self.before.opened


@dataclass(frozen=True)
class Story:
    """A version, what each partner earns month by month, and the month in which each leaves (after the last: never)."""

    version: GuaranteeVersion
    counted: list[list[int]]
    leaves: list[int]
    holding: list[list[bool]]


@st.composite
def stories(draw_: st.DrawFn) -> Story:
    people, months = draw_(st.integers(1, 4)), draw_(st.integers(1, 8))
    debt: dict[str, str] = {
        "unit": "money",
        "on_leaving": draw_(st.sampled_from(["forgiven", "deducted", "kept"])),
    }
    debt |= draw_(st.sampled_from([{}, {"opens": "500"}]))
    debt |= draw_(st.sampled_from([{}, {"reset": "quarter"}]))
    fields: dict[str, Any] = {
        "minimum": f"{draw_(st.integers(1, 3_000))}.{draw_(st.integers(0, 99)):02}",
        "counts": {"lines": {"clauses": ["own"]}},
        "recoverable": "true",
        "repaid_from": "above_minimum",
        "carries": {"debt": debt},
    }
    if draw_(st.booleans()):
        fields["earns"] = {"volume": {"at_least": "1"}}

    def each(of: Any) -> Any:
        return draw_(
            st.lists(st.lists(of, min_size=people, max_size=people), min_size=months, max_size=months)
        )

    leaves = draw_(st.lists(st.integers(0, months + 3), min_size=people, max_size=people))
    return Story(version_of(GuaranteeVersion, fields), each(CENTS), leaves, each(st.booleans()))


@dataclass(frozen=True)
class Told:
    """A month as it was settled: the line of each partner, in cents, and how the debt moved."""

    line: Integers
    moved: Carried
    forgiven: Integers


def told(story: Story) -> list[Told]:
    """The story month by month, as settlement goes through it."""
    out: list[Told] = []
    before: Carried | None = None
    whom = np.ones(len(story.leaves), dtype=np.bool_)
    leaves = np.array(story.leaves)
    for number, counted in enumerate(story.counted):
        figures: Any = Month(
            counted,
            leaves >= number,
            leaves == number,
            np.array(story.holding[number]),
            number % 3 == 2,
            before,
        )
        lines = finish(settle("draw", story.version, figures), story.version, figures, COINS)
        moved = carry("draw", story.version, figures, lines, whom)["debt"]
        line = np.zeros(figures.size, dtype=np.int64)
        line[lines.who] = lines.amount
        out.append(Told(line, moved, moved.out_of - np.maximum(-line, 0)))
        before = moved
    return out


@given(stories())
@draw.examples(30)
def test_a_debt_is_never_negative(story: Story) -> None:
    for month in told(story):
        for column in (month.moved.opening, month.moved.into, month.moved.out_of, month.moved.closing):
            assert (column >= 0).all()


@given(stories())
@draw.examples(30)
def test_a_repayment_leaves_the_minimum(story: Story) -> None:
    least = int(Fraction(story.version.minimum.value) * 100)  # type: ignore[union-attr]
    deducts = story.version.debt is not None and story.version.debt.on_leaving == "deducted"
    for number, month in enumerate(told(story)):
        for who, line in enumerate(month.line.tolist()):
            if line < 0 and not (deducts and story.leaves[who] == number):
                assert story.counted[number][who] + line >= least
            if line > 0:
                assert story.counted[number][who] + line == least


@given(stories())
@draw.examples(30)
def test_what_is_paid_less_what_is_repaid_is_what_the_debt_grew_by(story: Story) -> None:
    months = told(story)
    for who in range(len(story.leaves)):
        lines = sum(int(month.line[who]) for month in months)
        forgiven = sum(int(month.forgiven[who]) for month in months)
        assert lines - forgiven == int(months[-1].moved.closing[who] - months[0].moved.opening[who])
    for earlier, later in pairwise(months):
        same = earlier.moved.opened
        assert (later.moved.opening[same] == earlier.moved.closing[same]).all()


@given(stories())
@draw.examples(30)
def test_a_surplus_is_paid_out(story: Story) -> None:
    """Who owes nothing and earns the minimum has no line, whatever was earned before."""
    least = int(Fraction(story.version.minimum.value) * 100)  # type: ignore[union-attr]
    for number, month in enumerate(told(story)):
        for who, line in enumerate(month.line.tolist()):
            if month.moved.opening[who] == 0 and story.counted[number][who] >= least:
                assert line == 0


@given(stories())
@draw.examples(30)
def test_each_partner_by_hand(story: Story) -> None:
    """The same month by month and partner by partner, as the page says it."""
    version = story.version
    least = int(Fraction(version.minimum.value) * 100)  # type: ignore[union-attr]
    assert version.debt is not None
    debts = [int(version.debt.opens.value * 100)] * len(story.leaves)
    for number, month in enumerate(told(story)):
        for who, counted in enumerate(story.counted[number]):
            if story.leaves[who] < number:
                assert month.line[who] == 0
                continue
            leaves = story.leaves[who] == number
            asked = version.earns is None or story.holding[number][who]
            line = 0
            if leaves and version.debt.on_leaving == "deducted":
                line = -debts[who]
            elif counted < least and asked:
                line = least - counted
            elif counted > least:
                line = -min(debts[who], counted - least)
            debts[who] += line
            if (leaves and version.debt.on_leaving == "forgiven") or (version.debt.reset and number % 3 == 2):
                debts[who] = 0
            assert month.line[who] == line
            assert month.moved.closing[who] == debts[who]
