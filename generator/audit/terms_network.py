"""What pages of rules over several partners state: walks up a tree, what groups bring, funds and places."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from generator.audit.amounts import Amount, ForEvery
from generator.audit.conditions import Condition
from generator.audit.terms import Bracket, Carriers, RowSource, Terms
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import MoneyTerms


@dataclass(frozen=True)
class DepthRow:
    """A row by depth, or by tier and depth: a rate for the depths from one to another, or for all from one on.

    In place of a rate it may have so much for each whole time that a sum goes into what is counted.
    """

    first: int
    last: int | None
    rate: Fraction
    tier: str = ""
    full: ForEvery | None = None

    def holds(self, depth: int) -> bool:
        """Whether a depth is one of the row."""
        return self.first <= depth and (self.last is None or depth <= self.last)


@dataclass(frozen=True)
class Walk:
    """The way up a tree: who takes up a depth, who earns there, and the row that applies."""

    tree: str  # sponsor | placement
    rows: tuple[DepthRow, ...]
    ladder: str = ""  # empty: the rows are by depth alone
    added: bool = False  # a rate is the sum of the rows of the own and lower tiers at the depth
    counted: Condition | None = None
    earns: Condition | None = None

    @property
    def deepest(self) -> int | None:
        """The last depth of which a row speaks; None where one of them is open."""
        ends = [row.last for row in self.rows]
        return None if None in ends else max(end for end in ends if end is not None)


@dataclass(frozen=True)
class LevelCommission:
    """A share of a figure of each partner to those above, by the depth at which they stand."""

    base: str
    walk: Walk
    less: Condition | None = None  # of whom the best rate strictly between is subtracted
    passes_up: bool = False  # what a person at a depth does not earn; to the house otherwise
    below_zero: str = "zero"
    per: str = "period"
    source: RowSource | None = None
    carriers: Carriers = field(default_factory=Carriers)
    worth: str = ""  # the declared unit that the base is in, where its worth makes money of it
    reset: str = ""  # the calendar window with which a shortfall that is carried is forgiven

    @property
    def earns(self) -> Condition | None:
        """Who earns it."""
        return self.walk.earns

    @property
    def row_by_row(self) -> bool:
        """Whether each row of the source is judged by itself."""
        return self.source is not None and not self.base_of_window

    @property
    def base_of_window(self) -> bool:
        """Whether the figure is that of a window: a metric, or a measure of rows taken together."""
        return self.per not in ("sale", "sale_line", "event")


@dataclass(frozen=True)
class Matching:
    """A share of the lines that other rules give to others, by the depth at which the earner stands above them."""

    clauses: tuple[str, ...]
    kinds: tuple[str, ...]  # instead of clauses: all other rules of these kinds
    walk: Walk
    where: Condition | None = None
    below_ladder: str = ""  # nothing is paid on lines of those whose tier there is the earner's or higher
    per: str = "period"
    carriers: Carriers = field(default_factory=Carriers)

    @property
    def earns(self) -> Condition | None:
        """Who earns it."""
        return self.walk.earns

    @property
    def for_every(self) -> bool:
        """Whether its rows give so much for each whole time that a sum of money goes into the lines."""
        return any(row.full is not None for row in self.walk.rows)


@dataclass(frozen=True)
class Differential:
    """What a partner's group brings, less what the groups of the direct recruits bring."""

    base: str
    chosen_by: str
    tree: str
    rows: tuple[Bracket, ...]
    floor_rate: Fraction | None = None  # of a recruit's figure, where the recruit's row is not an earlier one
    breaks_at: Fraction | None = None  # the rate from which on a group has broken away
    generations: tuple[tuple[int, Fraction], ...] = ()
    earns: Condition | None = None
    units: tuple[str, ...] = ()
    per: str = "period"
    carriers: Carriers = field(default_factory=Carriers)
    worth: str = ""


@dataclass(frozen=True)
class Pool:
    """A fund that everybody who earns it shares."""

    fund: Amount
    by: str = ""  # the metric in whose proportion it is shared; in equal parts without one
    by_steps: bool = False  # what the cuts leave is given out in smallest steps
    kept: bool = False  # what is not shared stays in the fund; without both it goes to the house
    earns: Condition | None = None
    per: str = "period"
    carriers: Carriers = field(default_factory=Carriers)


@dataclass(frozen=True)
class Prize:
    """What each place from one to another wins."""

    first: int
    last: int
    amount: Fraction
    paid_in: str = ""  # points | reward:ID; nothing is money


@dataclass(frozen=True)
class Contest:
    """Prizes by place among everybody who takes part."""

    base: str
    prizes: tuple[Prize, ...]
    lowest: bool = False  # the lowest figure wins
    then: str = ""  # the figure that orders equal ones, the higher first
    shared: bool = (
        True  # equal ones share the prizes of their places; else each has the whole prize of the first
    )
    divisions: str = ""  # segment | region; each is ranked by itself
    earns: Condition | None = None
    per: str = "period"
    source: None = None
    carriers: Carriers = field(default_factory=Carriers)

    @property
    def units_of_prizes(self) -> set[str]:
        """In what its prizes are: money (nothing), points, rewards."""
        return {row.paid_in for row in self.prizes}

    def prize(self, place: int) -> tuple[int, Fraction]:
        """The row of a place and what it wins; row 0 where there is no prize for it."""
        for number, row in enumerate(self.prizes, start=1):
            if row.first <= place <= row.last:
                return number, row.amount
        return 0, Fraction(0)


NetworkTerms = LevelCommission | Matching | Differential | Pool | Contest
AnyTerms = Terms | NetworkTerms | MoneyTerms | Binary
