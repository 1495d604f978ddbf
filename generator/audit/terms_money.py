"""What pages of rules over a partner's own lines state: what is taken of them, and the least they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from generator.audit.amounts import Amount
from generator.audit.conditions import Condition
from generator.audit.terms import Carriers, RowSource


@dataclass(frozen=True)
class CountedLines:
    """The lines that a rule reads: those of some rules, or of all other rules of some kinds."""

    clauses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deduction:
    """What is taken: a share of lines, rows or figures, or an amount for each of them, or an amount by itself."""

    pay: Amount
    shares: bool  # whether it is a share in percent of what it is taken of; else an amount for each of it
    counted: CountedLines | None = None
    base: str = ""  # of rows
    below_zero: str = "zero"
    whose: Condition | None = None  # of whom the lines are counted
    earns: Condition | None = None  # from whom it is taken
    per: str = "period"
    source: RowSource | None = None
    carriers: Carriers = field(default_factory=Carriers)
    reset: str = ""  # the calendar window with which a shortfall that is carried is forgiven


@dataclass(frozen=True)
class Guarantee:
    """The least that the counted lines of a partner come to, and whether what it pays is a debt."""

    minimum: Amount
    counted: CountedLines
    recoverable: bool = False
    opens: Fraction = Fraction(0)
    unit: str = ""  # of what it opens at
    reset: str = ""  # the calendar window with which the debt is forgiven
    on_leaving: str = "kept"  # forgiven | deducted | kept
    earns: Condition | None = None
    per: str = "period"
    source: None = None
    carriers: Carriers = field(default_factory=Carriers)
    standing: bool = False  # whether it says that debts of earlier versions stay as they are


MoneyTerms = Deduction | Guarantee
